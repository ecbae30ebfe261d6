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
