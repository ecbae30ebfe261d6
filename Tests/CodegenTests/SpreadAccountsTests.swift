// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage
import Synchronization
import Testing

@testable import Codegen

/// A policy for several accounts becomes a run for each account and region, executed by the engine.
@Suite(.timeLimit(.minutes(15))) struct SpreadAccountsTests {
    private static let policy: JSONValue = [
        "policy": "nightly", "retain": ["age": "10d"],
        "accounts": [
            [
                "id": "111111111111", "roleName": "shelflife-member", "externalID": "e",
                "regions": ["eu-west-1", "us-east-1"],
            ],
            ["id": "222222222222", "roleName": "shelflife-member", "regions": ["us-east-1"]],
        ],
    ]

    @Test func startsARunForEachAccountAndRegion() async throws {
        let starts = Starts()
        let outcome = try await run(starts)
        #expect(outcome.output != nil, "\(outcome)")
        let accounts = starts.inputs.compactMap { $0["accounts"]?[0]?.serialized() }
        #expect(
            Set(accounts) == [
                #"{"id":"111111111111","roleName":"shelflife-member","externalID":"e","regions":["eu-west-1"]}"#,
                #"{"id":"111111111111","roleName":"shelflife-member","externalID":"e","regions":["us-east-1"]}"#,
                #"{"id":"222222222222","roleName":"shelflife-member","regions":["us-east-1"]}"#,
            ]
        )
        for input in starts.inputs {
            #expect(input["accounts"]?.array?.count == 1)
            #expect(input["retain"] == ["age": "10d"] && input["policy"] == "nightly")
        }
    }

    @Test func goesOnAfterAFailureAndThenFails() async throws {
        let starts = Starts(failing: "eu-west-1")
        let outcome = try await run(starts)
        #expect(starts.inputs.count == 3)
        #expect(outcome.output == nil)
        #expect("\(outcome)".contains("Shelflife.AccountsFailed"))
        #expect("\(outcome)".contains("111111111111") && "\(outcome)".contains("eu-west-1"))
        #expect(!"\(outcome)".contains("222222222222"))
    }

    private func run(_ starts: Starts) async throws -> ExecutionOutcome {
        let identity = ExecutionIdentity(
            stateMachineARN: "arn:aws:states:eu-west-1:123456789012:stateMachine:stack-spread-accounts",
            name: "run",
            roleARN: "arn:aws:iam::123456789012:role/states"
        )
        let driver = ExecutionDriver(
            machine: try ExecutableStateMachine(definition: AccountsStack.definition.json),
            record: ExecutionRecord(identity: identity, input: Self.policy, seed: 7),
            services: EngineServices(
                clock: SimulatedClock(now: try #require(Timestamp(iso8601: "2026-01-31T23:00:00.000Z"))),
                taskRunner: starts
            )
        )
        return try await driver.run()
    }
}

/// Stands for Step Functions where an execution starts others; those for one region may fail.
private final class Starts: TaskRunner {
    private let failingRegion: String?
    private let started = Mutex<[JSONValue]>([])

    init(failing region: String? = nil) { failingRegion = region }

    /// What the executions were started with.
    var inputs: [JSONValue] { started.withLock(\.self) }

    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome {
        let input = task.parameters["Input"] ?? .null
        started.withLock { $0.append(input) }
        if let failingRegion, input["accounts"]?[0]?["regions"]?[0]?.string == failingRegion {
            return .failed(ErrorOutput(error: "States.TaskFailed", cause: "{}"))
        }
        return .succeeded([
            "ExecutionArn": "arn:aws:states:us-east-1:123456789012:execution:m:e", "Status": "SUCCEEDED",
        ])
    }
}
