// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension StepFunctionsService {
    /// The role of the built-in workflows, by which they are told from state machines that users made.
    private static let builtInRole = "role/shelflife-built-in"

    /// Makes the built-in workflows available, and brings those of an older version up to date.
    ///
    /// A user's own state machine of the same name is left alone.
    func register(_ workflows: [BuiltInWorkflow]) async throws {
        for workflow in workflows {
            let arn = arn(region: "us-east-1", kind: "stateMachine", workflow.name).description
            let role = "arn:aws:iam::\(configuration.accountID):\(Self.builtInRole)"
            let known = try await store.read { db in try StateMachineRecord.fetch(arn, db) }
            if let known {
                guard known.revision.roleARN == role, known.revision.definition != workflow.definition else { continue }
                try await call("UpdateStateMachine", ["stateMachineArn": .string(arn)], workflow)
            } else {
                try await call(
                    "CreateStateMachine",
                    ["name": .string(workflow.name), "roleArn": .string(role)],
                    workflow
                )
            }
        }
    }

    /// Starts a built-in workflow.
    ///
    /// - Returns: The path of the execution's page.
    /// - Throws: ``APIError``.
    package func start(workflow: String, input: String) async throws -> String {
        let arn = arn(region: "us-east-1", kind: "stateMachine", workflow).description
        let started = try await start(
            ExecutionTarget.find(arn, in: store),
            name: nil,
            input: ExecutionInput.parse(input),
            inputText: input,
            traceHeader: nil
        )
        return try await store.read { db in try ExecutionRow.require(started.arn, db).path }
    }

    private func call(_ action: String, _ members: JSONObject, _ workflow: BuiltInWorkflow) async throws {
        var members = members
        members["definition"] = .string(workflow.definition)
        _ = try await APIActions.byName[action]?.handle(members, region: "us-east-1", in: self)
    }
}
