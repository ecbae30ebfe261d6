// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// What a run did, image by image, and what it kept and why.
struct RunReport {
    let workflow: String
    let executionARN: String
    let policy: LifecyclePolicy
    let account: (id: String?, region: String)
    /// The account's images before the run.
    let images: [Image]
    let start: Date
    let outcome: ExecutionOutcome
    let results: [ItemResult]
    let report: JSONValue?
    /// What the workers said about each image.
    let decisions: [String: [Finding]]
    /// Set for a run that was bound to a plan.
    private(set) var plan: PlanOutcome?
    var recoverability = Recoverability()

    init(
        run: WorkflowRun,
        policy: LifecyclePolicy,
        account: (id: String?, region: String),
        images: [Image],
        start: Date,
        outcome: ExecutionOutcome,
        record: RunRecord,
        decisions: [String: [Finding]]
    ) {
        workflow = run.workflow.name
        executionARN = run.identity.executionARN
        self.policy = policy
        self.account = account
        self.decisions = decisions
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

    /// Tells what became of the plan that the run was bound to.
    mutating func bind(to plan: SavedPlan?) {
        let outcomes = Dictionary(results.map { ($0.imageID, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        self.plan = plan.map { PlanOutcome(plan: $0, results: outcomes, decisions: decisions) }
    }

    /// What the run deregistered, with the snapshots that were behind it.
    var retired: [(imageID: String, snapshotIDs: [String])] {
        let byID = Dictionary(images.map { ($0.imageID, $0.snapshotIDs) }, uniquingKeysWith: { first, _ in first })
        return results(.retired).map { ($0.imageID, byID[$0.imageID] ?? []) }
    }

    /// What a run in report mode would have retired, oldest first.
    var wouldRetire: [Image] {
        guard policy.mode == .report else { return [] }
        return images.filter { image in
            guard let findings = decisions[image.imageID] else { return false }
            return !findings.contains(where: \.keeps)
        }.sorted { ($0.creationDate ?? .distantPast, $0.imageID) < ($1.creationDate ?? .distantPast, $1.imageID) }
    }

    /// The outcome of an image whose grace begins.
    static let marked = "marked"

    func results(_ outcome: ItemResult.Outcome) -> [ItemResult] {
        results.filter { $0.outcome == outcome }
    }
}

extension RunReport {
    /// One document for programs.
    var json: JSONValue {
        var execution: JSONObject = ["arn": .string(executionARN), "status": .string(outcome.status.rawValue)]
        if let failure = outcome.failure {
            execution["error"] = failure.error.map(JSONValue.string) ?? .null
            execution["cause"] = failure.cause.map(JSONValue.string) ?? .null
        }
        return [
            "workflow": .string(workflow),
            "policy": .string(policy.name),
            "mode": .string(policy.mode.rawValue),
            "account": account.id.map(JSONValue.string) ?? .null,
            "region": .string(account.region),
            "execution": .object(execution),
            "plan": plan?.json ?? .null,
            "wouldRetire": .array(wouldRetire.map { .string($0.imageID) }),
            "retired": .array(zip(results(.retired), retired).map(json)),
            "marked": .array(results.filter { $0.outcome.rawValue == Self.marked }.map(json)),
            "alreadyGone": .array(results(.alreadyGone).map(json)),
            "kept": .array(results(.kept).map(json)),
            "failed": .array(results(.failed).map(json)),
            "report": report ?? .null,
        ]
    }

    /// With what undoing it needs to know.
    private func json(_ result: ItemResult, _ retired: (imageID: String, snapshotIDs: [String])) -> JSONValue {
        guard case .object(var members) = json(result) else { return .null }
        members["snapshotIDs"] = .array(retired.snapshotIDs.map(JSONValue.string))
        let until = recoverability.until(imageID: retired.imageID, snapshotIDs: retired.snapshotIDs)
        members["recoverableUntil"] = until.map { .string(ISO8601.text($0)) } ?? .null
        return .object(members)
    }

    private func json(_ result: ItemResult) -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let data = try? encoder.encode(result), let value = try? JSONValue(parsing: data) else { return .null }
        return value
    }
}
