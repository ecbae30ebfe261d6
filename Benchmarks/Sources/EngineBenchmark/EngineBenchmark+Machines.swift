// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

extension EngineBenchmark {
    private struct Unexpected: Error {
        let outcome: ExecutionOutcome
    }

    /// Answers no task: the machines have none.
    private struct NoTasks: TaskRunner {
        func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
            .handedOver(nil)
        }
    }

    /// Runs an execution to its successful end.
    private static func run(
        _ machine: ExecutableStateMachine,
        name: Int = 0,
        input: JSONValue = [:]
    ) async throws -> JSONValue {
        var limits = ExecutionLimits()
        limits.historyEvents = nil
        limits.payloadBytes = nil
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
            name: "execution-\(name)",
            roleARN: "arn:aws:iam::123456789012:role/bench"
        )
        let record = ExecutionRecord(identity: identity, input: input, seed: UInt64(name), limits: limits)
        let services = EngineServices(taskRunner: NoTasks())
        let outcome = try await ExecutionDriver(machine: machine, record: record, services: services).run()
        guard let output = outcome.output else { throw Unexpected(outcome: outcome) }
        return output
    }

    static func passes(_ count: Int) async throws {
        var states = JSONObject()
        for number in 1..<10 { states["S\(number)"] = ["Type": "Pass", "Next": .string("S\(number + 1)")] }
        states["S10"] = ["Type": "Pass", "End": true]
        let machine = try ExecutableStateMachine(definition: ["StartAt": "S1", "States": .object(states)])
        for number in 0..<count { _ = try await run(machine, name: number) }
    }

    static func map(_ mode: JSONValue, items count: Int) async throws {
        let processor: JSONValue = [
            "ProcessorConfig": mode, "StartAt": "P", "States": ["P": ["Type": "Pass", "End": true]],
        ]
        let machine = try ExecutableStateMachine(
            definition: ["StartAt": "M", "States": ["M": ["Type": "Map", "ItemProcessor": processor, "End": true]]]
        )
        let items = JSONValue.array((0..<count).map { .integer($0) })
        let output = try await run(machine, input: items)
        guard output == items else { throw Unexpected(outcome: .succeeded(output)) }
    }

    static func parallel(_ count: Int) async throws {
        let branches = (0..<count).map { number -> JSONValue in
            ["StartAt": .string("P\(number)"), "States": ["P\(number)": ["Type": "Pass", "End": true]]]
        }
        let machine = try ExecutableStateMachine(
            definition: [
                "StartAt": "A", "States": ["A": ["Type": "Parallel", "Branches": .array(branches), "End": true]],
            ]
        )
        _ = try await run(machine)
    }

    static func waiting(_ count: Int) async throws {
        let machine = try ExecutableStateMachine(
            definition: ["StartAt": "W", "States": ["W": ["Type": "Wait", "Seconds": 1, "End": true]]]
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count { group.addTask { _ = try await run(machine, name: number) } }
            try await group.waitForAll()
        }
    }
}
