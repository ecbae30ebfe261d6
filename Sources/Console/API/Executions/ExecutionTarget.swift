// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// What a `stateMachineArn` of `StartExecution` leads to: a state machine's revision, by itself, by version or by alias.
struct ExecutionTarget: Sendable {
    let machine: StateMachineRecord
    let versionARN: String?
    let aliasARN: String?
    /// The test case of the mock configuration, named behind `#` as Step Functions Local has it.
    let testCase: String?

    /// - Throws: `StateMachineDoesNotExist`, `InvalidArn`, or `ValidationException` for a Map state's ARN.
    static func find(_ text: String, in store: Store) async throws -> ExecutionTarget {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let text = String(parts[0])
        let arn = try ARN(text, of: "stateMachine")
        try arn.refuseLabel()
        let testCase = parts.count > 1 ? String(parts[1]) : nil
        return try await store.read { db in
            guard let qualifier = arn.qualifier else {
                let machine = try StateMachineRecord.require(text, db)
                return ExecutionTarget(machine: machine, versionARN: nil, aliasARN: nil, testCase: testCase)
            }
            var versionARN = text
            var aliasARN: String?
            if Int(qualifier) == nil {
                guard let alias = try AliasRecord.fetch(text, db),
                    let version = alias.version(forDraw: Int.random(in: 1...100))
                else { throw APIError.noStateMachine(text) }
                (versionARN, aliasARN) = (version, text)
            }
            guard let version = try VersionRecord.fetch(versionARN, db) else { throw APIError.noStateMachine(text) }
            var machine = try StateMachineRecord.require(version.stateMachineARN, db)
            machine.revision = try RevisionRecord.fetch(version.revision, db)
            return ExecutionTarget(machine: machine, versionARN: versionARN, aliasARN: aliasARN, testCase: testCase)
        }
    }
}
