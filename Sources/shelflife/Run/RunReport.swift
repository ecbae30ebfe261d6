// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// What a run did, image by image, and what it kept and why.
struct RunReport {
    /// More rows belong into the JSON.
    private static let mostRows = 25

    let workflow: String
    let policy: LifecyclePolicy
    /// The account's images before the run.
    let images: [Image]
    let start: Date
    let outcome: ExecutionOutcome
    let results: [ItemResult]
    let report: JSONValue?

    init(
        workflow: String,
        policy: LifecyclePolicy,
        images: [Image],
        start: Date,
        outcome: ExecutionOutcome,
        record: RunRecord
    ) {
        self.workflow = workflow
        self.policy = policy
        self.images = images
        self.start = start
        self.outcome = outcome
        report = record.report
        let creation = Dictionary(images.map { ($0.imageID, $0.creationDate) }, uniquingKeysWith: { first, _ in first })
        results = record.childOutputs
            .compactMap { try? JSONDecoder().decode(ItemResult.self, from: Data($0.serializedUTF8())) }
            .sorted { left, right in
                let ages = (creation[left.imageID] ?? nil, creation[right.imageID] ?? nil)
                return (ages.0 ?? .distantPast, left.imageID) < (ages.1 ?? .distantPast, right.imageID)
            }
    }

    /// A failure in one sentence: a worker's error document gives its message.
    static func sentence(_ failure: ErrorOutput) -> String {
        let cause = failure.cause ?? ""
        let document = try? JSONValue(parsing: cause)
        // The workflow passes a caught error on whole, as JSON.
        if let error = document?["Error"]?.string {
            return sentence(ErrorOutput(error: error, cause: document?["Cause"]?.string))
        }
        let message = document?["errorMessage"]?.string ?? cause
        return [failure.error, message.isEmpty ? nil : message].compactMap { $0 }.joined(separator: ": ")
    }

    private func results(_ outcome: ItemResult.Outcome) -> [ItemResult] {
        results.filter { $0.outcome == outcome }
    }
}

extension RunReport {
    /// One document for programs.
    var json: JSONValue {
        var execution: JSONObject = ["status": .string(outcome.status.rawValue)]
        if let failure = outcome.failure {
            execution["error"] = failure.error.map(JSONValue.string) ?? .null
            execution["cause"] = failure.cause.map(JSONValue.string) ?? .null
        }
        return [
            "workflow": .string(workflow),
            "policy": .string(policy.name),
            "mode": .string(policy.mode.rawValue),
            "execution": .object(execution),
            "retired": .array(results(.retired).map(json)),
            "alreadyGone": .array(results(.alreadyGone).map(json)),
            "kept": .array(results(.kept).map(json)),
            "failed": .array(results(.failed).map(json)),
            "report": report ?? .null,
        ]
    }

    private func json(_ result: ItemResult) -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(result), let value = try? JSONValue(parsing: data) else { return .null }
        return value
    }
}

extension RunReport {
    /// Tables for people.
    var text: String {
        let tally = tally
        var lines = [""]
        if policy.mode == .report {
            lines.append(
                "Report mode: \(tally?.wouldRetire ?? 0) of \(images.count) images would be retired. Nothing was touched."
            )
        } else {
            lines += retiredLines
        }
        lines += lists
        if let tally { lines += keptLines(tally) }
        if let text = report?["text"]?.string { lines += ["", text] }
        return lines.joined(separator: "\n")
    }

    private var tally: Tally? {
        report?["tally"].flatMap { try? JSONDecoder().decode(Tally.self, from: Data($0.serializedUTF8())) }
    }

    private var retiredLines: [String] {
        let retired = results(.retired)
        let snapshots = results.reduce(0) { $0 + $1.snapshotsDeleted }
        let sizeGiB = results.reduce(0) { $0 + $1.deletedGiB }
        var lines = ["Retired \(retired.count) images, deleted \(snapshots) snapshots of volumes of \(sizeGiB) GiB"]
        guard !retired.isEmpty else { return lines }
        let byID = Dictionary(images.map { ($0.imageID, $0) }, uniquingKeysWith: { first, _ in first })
        var table = TextTable([
            .init(title: "IMAGE"), .init(title: "NAME", maximumWidth: 48), .init(title: "AGE", alignment: .right),
            .init(title: "SNAPSHOTS", alignment: .right), .init(title: "KEPT", alignment: .right),
            .init(title: "GIB", alignment: .right),
        ])
        for result in retired.prefix(Self.mostRows) {
            let image = byID[result.imageID]
            table.append(
                result.imageID,
                image?.name ?? "",
                image?.creationDate.map(age) ?? "",
                "\(result.snapshotsDeleted)",
                "\(result.snapshotsKept)",
                "\(result.deletedGiB)"
            )
        }
        lines += table.lines.map { "  " + $0 }
        if retired.count > Self.mostRows {
            lines.append("  … and \(retired.count - Self.mostRows) more (--output json lists all)")
        }
        return lines
    }

    /// What did not go as the listing had it.
    private var lists: [String] {
        let groups: [(String, [ItemResult])] = [
            ("Gone already", results(.alreadyGone)), ("Kept when looked at again", results(.kept)),
            ("Failed", results(.failed)),
        ]
        return groups.flatMap { title, results in
            results.isEmpty
                ? []
                : ["", "\(title): \(results.count)"]
                    + results.prefix(Self.mostRows).map { "  \($0.imageID)  \($0.reason ?? $0.error ?? "")" }
        }
    }

    private func keptLines(_ tally: Tally) -> [String] {
        let examples = Dictionary(
            ImageScreening.screen(images, policy: policy, now: start).compactMap { screening in
                screening.findings.first(where: \.keeps).map { ($0.rule.rawValue, (screening.image, $0)) }
            },
            uniquingKeysWith: { first, _ in first }
        )
        var table = TextTable([
            .init(title: "IMAGES", alignment: .right), .init(title: "KEPT BY"),
            .init(title: "FOR INSTANCE", maximumWidth: 90),
        ])
        for (rule, count) in tally.keptBy.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let example = examples[rule].map { "\($0.0.name ?? $0.0.imageID) \($0.1.sentence)" }
            table.append("\(count)", rule, example ?? explanation(of: rule, tally))
        }
        let total = tally.keptBy.values.reduce(0, +)
        return ["", "Kept \(total) images"] + table.lines.map { "  " + $0 }
    }

    /// For the rule whose answers come from EC2, of which the run's report keeps the counts alone.
    private func explanation(of rule: String, _ tally: Tally) -> String {
        guard rule == Finding.Rule.references.rawValue else { return "" }
        let use = "an instance, launch template, parameter or recipe uses the image"
        return tally.notEvaluated == 0 ? use : "\(tally.notEvaluated) could not be evaluated; of the others, \(use)"
    }

    private func age(_ creation: Date) -> String {
        let hours = Int(start.timeIntervalSince(creation) / 3600)
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }
}
