// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Testing

/// States whose query language is JSONata.
@Suite struct JSONataStateTests {
    private static func run(_ states: JSONObject, input: JSONValue) throws -> [ExecutionCommand] {
        let machine = try Machines.machine([
            "QueryLanguage": "JSONata", "StartAt": "A", "States": .object(states),
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record(input: input))
        return logic.start(at: Machines.start)
    }

    @Test func shapesOutputAndVariables() throws {
        let commands = try Self.run(
            [
                "A": ["Type": "Pass", "Assign": ["n": "{% $states.input.a + 1 %}"], "Next": "B"],
                "B": ["Type": "Pass", "Output": ["sum": "{% $n + $states.input.a %}", "who": "me"], "End": true],
            ],
            input: ["a": 2]
        )
        #expect(commands.actions == [.finish(.succeeded(["sum": 5, "who": "me"]))])
    }

    @Test func choosesByCondition() throws {
        let commands = try Self.run(
            [
                "A": [
                    "Type": "Choice", "Default": "No",
                    "Choices": [["Condition": "{% $states.input.cost < 10 %}", "Next": "Yes", "Output": "cheap"]],
                ],
                "Yes": ["Type": "Succeed"], "No": ["Type": "Fail"],
            ],
            input: ["cost": 9]
        )
        #expect(commands.actions == [.finish(.succeeded("cheap"))])
    }

    private static let processor: JSONValue = ["StartAt": "I", "States": ["I": ["Type": "Pass", "End": true]]]
    private static let function: JSONValue = "arn:aws:lambda:us-east-1:123456789012:function:F"

    @Test(
        arguments: [
            (["Type": "Task", "Resource": function, "TimeoutSeconds": "{% 0 %}"], "TimeoutSeconds", []),
            (["Type": "Task", "Resource": function, "HeartbeatSeconds": "{% -1 %}"], "HeartbeatSeconds", []),
            (["Type": "Task", "Resource": function, "TimeoutSeconds": "{% 100000000 %}"], "TimeoutSeconds", []),
            (
                ["Type": "Task", "Resource": function, "Credentials": ["RoleArn": "{% 1 %}"]], "Credentials/RoleArn",
                []
            ),
            (["Type": "Fail", "Error": "{% 1 %}"], "Error", []),
            (["Type": "Fail", "Cause": "{% null %}"], "Cause", []),
            (
                ["Type": "Map", "Items": "{% [1] %}", "ItemProcessor": processor, "MaxConcurrency": "{% -1 %}"],
                "MaxConcurrency", ["MapStateFailed"]
            ),
            (
                ["Type": "Map", "Items": "{% $none %}", "ItemProcessor": processor], "Items", ["MapStateFailed"]
            ),
        ] as [(JSONObject, String, [String])]
    )
    func aFieldThatGetsWhatItCannotTakeIsAnErrorOfItsExpression(
        _ fields: JSONObject,
        _ field: String,
        _ closing: [String]
    ) throws {
        var state = fields
        if state["Type"] != "Fail" { state["End"] = true }
        let commands = try Self.run(["A": .object(state)], input: [:])
        let events = commands.trace.map { String($0.prefix { $0 != "<" }) }
        #expect(events.suffix(2 + closing.count) == ["EvaluationFailed"] + closing + ["ExecutionFailed"])
        let failed = try #require(commands.compactMap(\.historyEvent).first { $0.type == .evaluationFailed })
        guard case .evaluationFailed(let output, let location, _) = failed.details else {
            Issue.record("\(failed)")
            return
        }
        #expect(output.error == "States.QueryEvaluationError")
        #expect(location == field)
    }

    @Test func aMapThatHasSucceededIsNotFailedByItsOutput() throws {
        let map: JSONValue = [
            "Type": "Map", "Items": "{% [] %}", "ItemProcessor": Self.processor, "Output": "{% $none %}", "End": true,
        ]
        let events = try Self.run(["A": map], input: [:]).trace.map { String($0.prefix { $0 != "<" }) }
        #expect(events.suffix(3) == ["MapStateSucceeded", "EvaluationFailed", "ExecutionFailed"])
    }

    @Test func statesInsideAMapHaveTheLanguageOfTheStateMachine() throws {
        let machine = try Machines.single([
            "Type": "Map", "QueryLanguage": "JSONata", "Items": "{% [{'y': 1}] %}", "End": true,
            "ItemProcessor": ["StartAt": "I", "States": ["I": ["Type": "Pass", "OutputPath": "$.y", "End": true]]],
        ])
        var logic = ExecutionLogic(machine: machine, record: Machines.record())
        _ = logic.start(at: Machines.start)
        #expect(logic.outcome == .succeeded([1]))
    }

    @Test(arguments: [(131_000, true), (131_100, false)])
    func assignsNoMoreThanOneFieldMay(_ length: Int, _ isAllowed: Bool) throws {
        let text = JSONValue.string(String(repeating: "a", count: length))
        let pass: JSONValue = ["Type": "Pass", "Assign": ["a": text, "b": text], "Output": 1, "End": true]
        var logic = ExecutionLogic(
            machine: try Machines.machine(["QueryLanguage": "JSONata", "StartAt": "A", "States": ["A": pass]]),
            record: Machines.record()
        )
        _ = logic.start(at: Machines.start)
        #expect(logic.outcome?.failure?.error == (isAllowed ? nil : "States.DataLimitExceeded"))
    }

    @Test(arguments: ["{% 1", "{% 1 %} ", "{%}"])
    func refusesAnExpressionWithoutItsEnd(_ text: String) {
        #expect(throws: DefinitionError.self) {
            try Self.run(["A": ["Type": "Pass", "Output": .string(text), "End": true]], input: [:])
        }
    }

    @Test func failsWhereAnExpressionGivesNothing() throws {
        let commands = try Self.run(
            ["A": ["Type": "Pass", "Output": ["x": "{% $missing %}"], "End": true]],
            input: [:]
        )
        #expect(
            commands.trace == ["ExecutionStarted<0", "PassStateEntered<0", "EvaluationFailed<0", "ExecutionFailed<3"]
        )
        let failure = ErrorOutput(
            error: "States.QueryEvaluationError",
            cause: "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata"
                + " expression '$missing' specified for the field 'Output/x' returned nothing (undefined)."
        )
        #expect(commands.actions == [.finish(.failed(failure))])
    }

    @Test(
        arguments: [
            (
                ["Type": "Choice", "Choices": [["Condition": "{% 1 %}", "Next": "B"]]], "1", "Choices[0]/Condition",
                "boolean", "number", "1"
            )
        ] as [(JSONObject, String, String, String, String, String)]
    )
    func namesTheExpressionThatGivesAnotherType(
        _ state: JSONObject,
        _ expression: String,
        _ field: String,
        _ expected: String,
        _ type: String,
        _ value: String
    ) throws {
        let commands = try Self.run(["A": .object(state), "B": ["Type": "Succeed"]], input: [:])
        let failure = ErrorOutput(
            error: "States.QueryEvaluationError",
            cause: "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata"
                + " expression '\(expression)' specified for the field '\(field)' returned an unexpected result type."
                + " Expected '\(expected)', but was '\(type)' for value: \(value)"
        )
        #expect(commands.actions == [.finish(.failed(failure))])
    }
}
