// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The first place where a definition does something else than a recorded execution did.
public struct ReplayDifference: Sendable, Hashable {
    /// The recorded event; nil when the record had nothing more to say there.
    public let eventID: Int?
    /// The iterations and branches around the place.
    public let path: [String]
    /// What the execution did, in words.
    public let recorded: String
    /// What the definition does.
    public let replayed: String
    /// What differs, where both did the same with other values: the input, the output, or the parameters.
    public let value: Value?

    /// A value that differs.
    public struct Value: Sendable, Hashable {
        /// What it is: `input`, `output`, `parameters`, `variables`.
        public let name: String
        /// Where in it, as a JSON pointer.
        public let place: String
        /// nil where the record has none.
        public let recorded: JSONValue?
        /// nil where the definition makes none.
        public let replayed: JSONValue?
    }

    /// Compares a record with what a definition made of it.
    ///
    /// - Returns: nil when states, inputs, outputs and outcome are the same.
    public static func first(of recorded: [HistoryEvent], and replayed: [HistoryEvent]) -> ReplayDifference? {
        let new = Dictionary(
            FlowStep.byStrand(replayed).map { ($0.path, $0.steps) },
            uniquingKeysWith: { first, _ in first }
        )
        var found: [Finding] = []
        var known: Set<[String]> = []
        let old = FlowStep.byStrand(recorded)
        for strand in old {
            known.insert(strand.path)
            let steps = new[strand.path] ?? []
            guard let finding = Finding.first(of: strand.steps, and: steps, in: strand.path) else { continue }
            let order = finding.order
            if finding.isLastFailure, old.contains(where: { $0.failed(before: order, beside: strand) }) { continue }
            found.append(finding)
        }
        for (strand, steps) in new where !known.contains(strand) {
            if let finding = Finding.first(of: [], and: steps, in: strand) { found.append(finding) }
        }
        // A strand that merely stops does so because of what happened elsewhere.
        return found.min { ($0.isEnd ? 1 : 0, $0.order) < ($1.isEnd ? 1 : 0, $1.order) }?.difference
    }
}

/// A difference in one strand.
private struct Finding {
    let difference: ReplayDifference
    /// The recorded event, or the one before.
    let order: Int
    /// Whether the definition has nothing where the record goes on.
    let isEnd: Bool
    /// Whether all that the definition lacks is the failure with which the strand ends in the record.
    let isLastFailure: Bool

    static func first(of old: [FlowStep], and new: [FlowStep], in strand: [String]) -> Finding? {
        for index in 0..<max(old.count, new.count) {
            let (before, after) = (
                index < old.count ? old[index] : nil, index < new.count ? new[index] : nil
            )
            var value: ReplayDifference.Value?
            if let before, let after, before.state == after.state, before.kind == after.kind {
                value = difference(before, after)
                if value == nil { continue }
            }
            return Finding(
                difference: ReplayDifference(
                    eventID: before?.eventID,
                    path: strand,
                    recorded: before?.sentence ?? "nothing more happens",
                    replayed: after?.sentence ?? "nothing more happens",
                    value: value
                ),
                order: before?.eventID ?? (old.last?.eventID ?? after?.eventID ?? 0) + 1,
                isEnd: after == nil,
                isLastFailure: after == nil && index == old.count - 1 && before?.isFailure == true
            )
        }
        return nil
    }

    private static func difference(_ old: FlowStep, _ new: FlowStep) -> ReplayDifference.Value? {
        let name =
            switch old.kind {
            case .entered: "input"
            case .asked: "parameters"
            default: "output"
            }
        let pairs: [(String, JSONValue?, JSONValue?)] = [
            (name, old.value, new.value), ("variables", .object(old.variables), .object(new.variables)),
        ]
        for (name, old, new) in pairs {
            guard let old, let new, let found = Likeness().difference(old, new) else { continue }
            return ReplayDifference.Value(
                name: name,
                place: found.place.description,
                recorded: found.recorded,
                replayed: found.replayed
            )
        }
        return nil
    }
}
