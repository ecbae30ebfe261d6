// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON

/// What a run did, image by image, and what it kept and why.
struct RunReport {
    let summary: RunSummary
    /// The account's images before the run.
    let images: [Image]
    let start: Date
    let results: [ItemResult]
    /// What the workers said about each image.
    let decisions: [String: [Finding]]
    /// Set for a run that was bound to a plan.
    let plan: PlanOutcome?

    init(
        _ summary: RunSummary,
        images: [Image],
        start: Date,
        record: RunRecord,
        decisions: [String: [Finding]],
        plan: SavedPlan?
    ) {
        self.summary = summary
        self.decisions = decisions
        self.images = images
        self.start = start
        let creation = Dictionary(images.map { ($0.imageID, $0.creationDate) }, uniquingKeysWith: { first, _ in first })
        let results = record.childOutputs
            .compactMap { try? $0.decoded(as: ItemResult.self) }
            .sorted { left, right in
                let ages = (creation[left.imageID] ?? nil, creation[right.imageID] ?? nil)
                return (ages.0 ?? .distantPast, left.imageID) < (ages.1 ?? .distantPast, right.imageID)
            }
        self.results = results
        let outcomes = Dictionary(results.map { ($0.imageID, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        self.plan = plan.map { PlanOutcome(plan: $0, results: outcomes, decisions: decisions) }
    }

    /// The snapshots that were behind an image before the run.
    private var snapshotIDs: [String: [String]] {
        Dictionary(images.map { ($0.imageID, $0.snapshotIDs) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a run in report mode would have retired, oldest first.
    var wouldRetire: [Image] {
        guard summary.policy.mode == .report else { return [] }
        return images.filter { image in
            guard let findings = decisions[image.imageID] else { return false }
            return !findings.contains(where: \.keeps)
        }.sorted { ($0.creationDate ?? .distantPast, $0.imageID) < ($1.creationDate ?? .distantPast, $1.imageID) }
    }

    func results(_ outcome: ItemResult.Outcome) -> [ItemResult] {
        results.filter { $0.outcome == outcome }
    }
}

extension RunReport {
    /// One document for programs.
    var json: JSONValue {
        var members = summary.json
        members["plan"] = plan?.json ?? .null
        members["wouldRetire"] = .array(wouldRetire.map { .string($0.imageID) })
        members["retired"] = .array(withSnapshotIDs(.retired))
        members["alreadyGone"] = .array(withSnapshotIDs(.alreadyGone))
        for (name, outcome) in [("marked", ItemResult.Outcome.marked), ("kept", .kept), ("failed", .failed)] {
            members[name] = .array(results(outcome).map(json))
        }
        members["report"] = summary.report ?? .null
        return .object(members)
    }

    /// What is gone, with what bringing it back needs to know.
    private func withSnapshotIDs(_ outcome: ItemResult.Outcome) -> [JSONValue] {
        let snapshotIDs = snapshotIDs
        return results(outcome).map { result in
            guard case .object(var members) = json(result) else { return .null }
            members["snapshotIDs"] = .array((snapshotIDs[result.imageID] ?? []).map(JSONValue.string))
            return .object(members)
        }
    }

    private func json(_ result: ItemResult) -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(result), let value = try? JSONValue(parsing: data) else { return .null }
        return value
    }
}
