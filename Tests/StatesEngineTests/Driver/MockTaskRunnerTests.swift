// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

@Suite struct MockTaskRunnerTests {
    private static let configuration: JSONValue = [
        "StateMachines": ["demo": ["TestCases": ["Flaky": ["Only": "Twice"]]]],
        "MockedResponses": [
            "Twice": [
                "0-1": ["Throw": ["Error": "Busy", "Cause": "full"]],
                "2": ["Return": ["ok": true]],
            ]
        ],
    ]

    @Test(.timeLimit(.minutes(15))) func answersTheNthInvocationWithTheNthResponse() async throws {
        let machine = try Machines.single([
            "Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true,
            "Retry": [["ErrorEquals": ["Busy"], "MaxAttempts": 2]],
        ])
        let runner = MockTaskRunner(
            configuration: try MockConfiguration(Self.configuration),
            stateMachineName: "demo",
            testCase: "Flaky",
            fallback: ScriptedTaskRunner([:])
        )
        let services = EngineServices(clock: SimulatedClock(now: Machines.start), taskRunner: runner)
        let driver = ExecutionDriver(machine: machine, record: Machines.record(), services: services)
        #expect(try await driver.run() == .succeeded(["ok": true]))
    }

    @Test(
        arguments: [
            (["StateMachines": []], "StateMachines must be an object, not array."),
            (
                ["StateMachines": ["m": ["TestCases": ["c": ["s": "none"]]]]],
                "StateMachines.m.TestCases.c.s must name one of the MockedResponses."
            ),
            (
                ["MockedResponses": ["r": ["x": [:]]]],
                "MockedResponses.r has the key 'x', which is no number and no range."
            ),
            (["MockedResponses": ["r": ["0": [:]]]], "MockedResponses.r.0 must have Return, or Throw with an Error."),
        ] as [(JSONValue, String)]
    )
    func saysWhatIsWrongWithAConfiguration(json: JSONValue, message: String) {
        do {
            _ = try MockConfiguration(json)
            Issue.record("accepted")
        } catch {
            #expect(error.description == message)
        }
    }
}
