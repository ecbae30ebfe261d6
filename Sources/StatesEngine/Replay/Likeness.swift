// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Compares values of two runs of the same execution.
///
/// What a run makes up anew does not count: UUIDs, task tokens, the moments at which states were entered, and who the
/// execution is where the record does not tell.
struct Likeness {
    /// Moments of the same step lie at most that far apart.
    private static let toleranceSeconds = 60.0

    /// The place of the first difference, as a JSON pointer with both values; nil when there is none.
    func difference(
        _ recorded: JSONValue,
        _ replayed: JSONValue,
        at place: JSONPointer = JSONPointer()
    ) -> (place: JSONPointer, recorded: JSONValue?, replayed: JSONValue?)? {
        switch (recorded, replayed) {
        case (.object(let old), .object(let new)):
            for (name, value) in old {
                guard let other = new[name] else { return (place.appending(name), value, nil) }
                if let found = difference(value, other, at: place.appending(name)) { return found }
            }
            return new.first { old[$0.key] == nil }.map { (place.appending($0.key), nil, $0.value) }
        case (.array(let old), .array(let new)):
            for (index, pair) in zip(old, new).enumerated() {
                if let found = difference(pair.0, pair.1, at: place.appending(index)) { return found }
            }
            guard old.count != new.count else { return nil }
            let index = min(old.count, new.count)
            return (place.appending(index), recorded[index], replayed[index])
        case (.string(let old), .string(let new)):
            return isAlike(old, new) ? nil : (place, recorded, replayed)
        default:
            return recorded.isEquivalent(to: replayed) ? nil : (place, recorded, replayed)
        }
    }

    private func isAlike(_ recorded: String, _ replayed: String) -> Bool {
        if recorded == replayed { return true }
        let (old, new) = (Self.withoutUUIDs(recorded), Self.withoutUUIDs(replayed))
        return old == new || Self.areCloseMoments(old, new) || Self.isARNOfUnknown(old, new)
            || Self.isTaskToken(recorded) && Self.isTaskToken(replayed)
    }

    private static func withoutUUIDs(_ text: String) -> String {
        text.replacing(#/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/#.ignoresCase(), with: "‹uuid›")
    }

    private static func areCloseMoments(_ recorded: String, _ replayed: String) -> Bool {
        guard let old = Timestamp(iso8601: recorded), let new = Timestamp(iso8601: replayed) else { return false }
        return abs(old.secondsSinceEpoch - new.secondsSinceEpoch) <= toleranceSeconds
    }

    /// Whether the replayed text names the execution or its state machine, which a history does not tell.
    private static func isARNOfUnknown(_ recorded: String, _ replayed: String) -> Bool {
        let madeUp = HistoryReplay.unknownName
        if replayed == madeUp { return !recorded.isEmpty }
        guard replayed.contains(madeUp) else { return false }
        let old = recorded.split(separator: ":", omittingEmptySubsequences: false)
        let new = replayed.split(separator: ":", omittingEmptySubsequences: false)
        guard replayed.hasPrefix("arn:"), old.count == new.count, old.count > 5 else {
            return matches(recorded, pieces: replayed.split(separator: madeUp, omittingEmptySubsequences: false))
        }
        // Partition, region and account are not known either.
        return zip(old, new).enumerated().allSatisfy { index, pair in
            [1, 3, 4].contains(index) || pair.0 == pair.1 || pair.1.contains(madeUp)
        }
    }

    /// Whether the pieces stand in the text in that order, with anything between them.
    private static func matches(_ text: String, pieces: [Substring]) -> Bool {
        guard let first = pieces.first, let last = pieces.last, text.hasPrefix(first), text.hasSuffix(last) else {
            return false
        }
        var rest = text.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.count >= last.count
    }

    /// Long texts of the Base64 alphabet only.
    private static func isTaskToken(_ text: String) -> Bool {
        text.utf8.count >= 40 && text.wholeMatch(of: #/[A-Za-z0-9+\/=_\-]+/#) != nil
    }
}
