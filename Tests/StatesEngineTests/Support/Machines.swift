// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Definitions and records that tests are made of.
enum Machines {
    static func machine(_ definition: JSONValue) throws -> ExecutableStateMachine {
        try ExecutableStateMachine(definition: definition)
    }

    /// A machine of one state.
    static func single(_ state: JSONValue) throws -> ExecutableStateMachine {
        try machine(["StartAt": "Only", "States": ["Only": state]])
    }

    /// Pass states one after the other.
    static func chain(_ count: Int) throws -> ExecutableStateMachine {
        var states = JSONObject()
        for number in 1...count {
            states["S\(number)"] =
                number < count
                ? ["Type": "Pass", "Next": .string("S\(number + 1)")] : ["Type": "Pass", "End": true]
        }
        return try machine(["StartAt": "S1", "States": .object(states)])
    }

    static func record(
        input: JSONValue = [:],
        seed: UInt64 = 7,
        limits: ExecutionLimits = ExecutionLimits()
    ) -> ExecutionRecord {
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:123456789012:stateMachine:demo",
            name: "run",
            roleARN: "arn:aws:iam::123456789012:role/demo"
        )
        return ExecutionRecord(identity: identity, input: input, seed: seed, limits: limits)
    }

    static let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)
}

extension [ExecutionCommand] {
    /// The kinds of history events, with what each follows on: `PassStateEntered<0`.
    var trace: [String] {
        compactMap(\.historyEvent).map { "\($0.type.rawValue)<\($0.previousEventID)" }
    }

    /// What is to be done besides recording.
    var actions: [ExecutionCommand] {
        filter { $0.historyEvent == nil }
    }

    var taskRequests: [TaskRequest] {
        compactMap { if case .scheduleTask(let request) = $0 { request } else { nil } }
    }

    var timers: [(id: TimerID, deadline: Timestamp)] {
        compactMap { if case .startTimer(let id, let deadline) = $0 { (id, deadline) } else { nil } }
    }
}
