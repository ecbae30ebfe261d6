// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

/// The decisions about an account's images, oldest first, with sizes and what they cost.
struct PlanReport {
    /// Standard snapshot storage in us-east-1, in US dollars for a GiB and month (AWS, EBS pricing).
    static let dollarsPerGiBMonth = 0.05

    let policy: LifecyclePolicy
    let now: Date
    /// Oldest first.
    let decisions: [ImageDecision]

    init(policy: LifecyclePolicy, now: Date, decisions: [ImageDecision]) {
        self.policy = policy
        self.now = now
        self.decisions = decisions.sorted { left, right in
            let times = (left.image.creationDate ?? .distantPast, right.image.creationDate ?? .distantPast)
            return (times.0, left.image.imageID) < (times.1, right.image.imageID)
        }
    }

    /// Those that the policy is about; what it does not select is only counted.
    private var selected: [ImageDecision] {
        decisions.filter { $0.keeper?.rule != .selection }
    }

    private func selected(_ action: ImageDecision.Action) -> [ImageDecision] {
        selected.filter { $0.action == action }
    }

    /// Why a run would stop before it acts, if it would.
    private var objection: String? {
        policy.limits.objection(retiring: selected(.retire).count, of: selected.count, "images")
    }

    private func sizeGiB(_ decisions: [ImageDecision]) -> Int {
        decisions.reduce(0) { $0 + $1.image.volumeSizeGiB }
    }

    /// Deleting an incremental snapshot frees between nothing and its full size.
    private func dollars(_ sizeGiB: Int) -> String {
        let cents = Int((Double(sizeGiB) * Self.dollarsPerGiBMonth * 100).rounded())
        return "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
    }
}

extension PlanReport {
    /// One document for programs.
    var json: JSONValue {
        let retiring = selected(.retire)
        return [
            "policy": .string(policy.name),
            "mode": .string(policy.mode.rawValue),
            "now": .string(now.formatted(.iso8601)),
            "totals": [
                "images": .integer(decisions.count),
                "selected": .integer(selected.count),
                "retire": .integer(retiring.count),
                "limitExceeded": objection.map(JSONValue.string) ?? .null,
                "retireGiB": .integer(sizeGiB(retiring)),
                "monthlySavingDollars": [
                    "atLeast": 0, "atMost": .number(JSONNumber(Double(sizeGiB(retiring)) * Self.dollarsPerGiBMonth)),
                ],
            ],
            "images": .array(selected.map(json)),
        ]
    }

    private func json(_ decision: ImageDecision) -> JSONValue {
        let image = decision.image
        return [
            "imageID": .string(image.imageID),
            "name": image.name.map(JSONValue.string) ?? .null,
            "action": .string(decision.action.rawValue),
            "creationDate": image.creationDate.map { .string($0.formatted(.iso8601)) } ?? .null,
            "snapshotIDs": .array(image.snapshotIDs.map(JSONValue.string)),
            "sizeGiB": .integer(image.volumeSizeGiB),
            "findings": .array(
                decision.findings.map { finding in
                    [
                        "rule": .string(finding.rule.rawValue),
                        "verdict": .string(finding.verdict.rawValue),
                        "sentence": .string(finding.sentence),
                    ]
                }
            ),
        ]
    }
}

extension PlanReport {
    /// A table for people: what goes, then what stays.
    var text: String {
        let retiring = selected(.retire)
        let size = sizeGiB(retiring)
        var table = TextTable([
            .init(title: "ACTION"), .init(title: "IMAGE"), .init(title: "NAME", maximumWidth: 40),
            .init(title: "AGE", alignment: .right), .init(title: "GIB", alignment: .right),
            .init(title: "$/MONTH", alignment: .right), .init(title: "WHY", maximumWidth: 160),
        ])
        for decision in retiring + selected(.keep) {
            let image = decision.image
            table.append(
                decision.action.rawValue,
                image.imageID,
                image.name ?? "",
                image.creationDate.map(age) ?? "?",
                "\(image.volumeSizeGiB)",
                "0 – \(dollars(image.volumeSizeGiB))",
                reasons(decision)
            )
        }
        let others = decisions.count - selected.count
        let lines =
            [
                "Policy \(policy.name), mode \(policy.mode.rawValue)", "",
            ] + table.lines + [
                "",
                "\(retiring.count) of \(selected.count) selected images would be retired: up to \(size) GiB, "
                    + "0 to \(dollars(size)) $ a month (incremental snapshots free between nothing and their full size).",
                "\(others) other images of the account are not selected and stay.",
            ] + (objection.map { ["Enforced, a run would stop before it acts: \($0)."] } ?? [])
        return lines.joined(separator: "\n")
    }

    /// Everything that keeps an image; of one that goes, everything that let it.
    private func reasons(_ decision: ImageDecision) -> String {
        let keepers = decision.findings.filter(\.keeps)
        let spoken = keepers.isEmpty ? decision.findings.filter { $0.rule != .selection } : keepers
        return spoken.map(\.description).joined(separator: "; ")
    }

    private func age(_ creation: Date) -> String {
        let hours = Int(now.timeIntervalSince(creation) / 3600)
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }
}
