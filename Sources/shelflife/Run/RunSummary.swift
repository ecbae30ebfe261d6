// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// What the report of every run says, whatever the workflow.
struct RunSummary {
    let workflow: String
    let executionARN: String
    let policy: LifecyclePolicy
    let account: (id: String?, region: String)
    let outcome: ExecutionOutcome
    /// What the reporting worker gave; nil if the run broke off before.
    let report: JSONValue?

    init(
        run: WorkflowRun,
        policy: LifecyclePolicy,
        account: (id: String?, region: String),
        outcome: ExecutionOutcome,
        record: RunRecord
    ) {
        workflow = run.workflow.name
        executionARN = run.identity.executionARN
        self.policy = policy
        self.account = account
        self.outcome = outcome
        report = record.report
    }

    /// The first members of a document for programs.
    var json: JSONObject {
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
        ]
    }

    /// The reporting worker's paragraph, after an empty line.
    var closing: [String] { report?["text"]?.string.map { ["", $0] } ?? [] }
}
