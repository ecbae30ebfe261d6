// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct BuilderTests {
    private func list() -> Step {
        Step("List", TaskState(resource: "arn:aws:states:::lambda:invoke", timeoutSeconds: 60))
            .retry(Retrier(errorEquals: ["Lambda.TooManyRequestsException"], maxAttempts: 6, jitterStrategy: .full))
            .catch("States.ALL", at: "$.error", goTo: "NotifyFailure")
    }

    private func workflow() -> StateMachineDefinition {
        StateMachineDefinition(comment: "Retires what has expired", timeoutSeconds: 3600) {
            list()
            Step(
                "RetireImages",
                MapState(
                    itemsPath: "$.items",
                    maxConcurrency: 5,
                    itemProcessor: .distributed {
                        Step("Deregister", TaskState(resource: "arn:aws:states:::lambda:invoke"))
                        Step("DeleteSnapshots", TaskState(resource: "arn:aws:states:::lambda:invoke"))
                    },
                    resultPath: .null
                )
            )
            Step(
                "More?",
                ChoiceState {
                    when(.test("$.cursor", .isPresent) && !.test("$.cursor", .isNull), goTo: "List")
                    when(.number("$.failed", .greaterThan, JSONNumber(0)), goTo: "NotifyFailure")
                    otherwise(goTo: "Done")
                }
            )
            Step("Done", SucceedState())
            Step("NotifyFailure", TaskState(resource: "arn:aws:states:::sns:publish"))
            Step("Failed", FailState(error: "Incomplete"))
        }
    }

    @Test func aWorkflowReadsTopToBottomAndIsEmittedSo() throws {
        let states = try #require(workflow().json["States"]?.object)
        #expect(states.names == ["List", "RetireImages", "More?", "Done", "NotifyFailure", "Failed"])
        #expect(states["List"]?["Next"] == "RetireImages")
        #expect(states["RetireImages"]?["Next"] == "More?")
        #expect(states["NotifyFailure"]?["Next"] == "Failed")
        #expect(try workflow().validated() == workflow())
    }

    @Test func anEmittedWorkflowIsReadAsTheSameValue() throws {
        let checked = StateMachineDefinition.check(parsing: workflow().json.serialized(.pretty))
        #expect(checked.problems.isEmpty)
        #expect(checked.definition == workflow())
    }

    @Test func aTransitionThatLeadsNowhereNamesBothPlaces() {
        let workflow = StateMachineDefinition {
            Step("A", PassState()).next("Bee")
            Step("B", SucceedState())
        }
        let error = #expect(throws: InvalidDefinition.self) { try workflow.validated() }
        #expect(error?.problems.first?.location == "/States/A/Next")
        #expect(error?.problems.first?.note == "the states here are 'A', 'B'")
    }

    @Test func taskWithRetrierAndCatcher() {
        expect(
            list(),
            #"""
            {"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":60,"Retry":[{"ErrorEquals":\#
            ["Lambda.TooManyRequestsException"],"MaxAttempts":6,"JitterStrategy":"FULL"}],"Catch":[{"ErrorEquals":\#
            ["States.ALL"],"ResultPath":"$.error","Next":"NotifyFailure"}],"End":true}
            """#
        )
    }

    @Test func choiceWithNestedConditions() {
        expect(
            Step(
                "S",
                ChoiceState {
                    when(.string("$.a", .equals, "x") || .matches("$.b", "a*") || .boolean("$.c", is: true), goTo: "S")
                    when(!.test("$.d", .isNull, is: false), goTo: "S")
                    otherwise(goTo: "S")
                }
            ),
            #"""
            {"Type":"Choice","Choices":[{"Or":[{"Variable":"$.a","StringEquals":"x"},{"Variable":"$.b",\#
            "StringMatches":"a*"},{"Variable":"$.c","BooleanEquals":true}],"Next":"S"},{"Not":{"Variable":"$.d",\#
            "IsNull":false},"Next":"S"}],"Default":"S"}
            """#
        )
    }

    @Test func parallelBranches() {
        expect(
            Step(
                "S",
                ParallelState(resultPath: .null) {
                    Branch { Step("A", WaitState(seconds: 1)) }
                    Branch { Step("B", PassState(result: ["x": 1])) }
                }
            ),
            #"""
            {"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":1,"End":true}}},\#
            {"StartAt":"B","States":{"B":{"Type":"Pass","Result":{"x":1},"End":true}}}],"ResultPath":null,"End":true}
            """#
        )
    }

    @Test func inlineMapWithVariables() {
        expect(
            Step("S", MapState(itemProcessor: .inline { Step("A", PassState()) })).assign(["n.$": "$.count"]),
            #"""
            {"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"A","States":{"A":\#
            {"Type":"Pass","End":true}}},"Assign":{"n.$":"$.count"},"End":true}
            """#
        )
    }

    @Test func stepsComeFromConditionsAndLoops() {
        let isLong = true
        let workflow = StateMachineDefinition {
            for index in 1...2 { Step("Pass\(index)", PassState()) }
            if isLong { Step("Wait", WaitState(seconds: 1)) }
            Step("End", SucceedState())
        }
        #expect(workflow.startAt == "Pass1")
        #expect(workflow.states.names == ["Pass1", "Pass2", "Wait", "End"])
        #expect(workflow.states["Wait"]?.next == "End")
    }

    private func expect(_ step: Step, _ json: String) {
        #expect(States([step])[step.name]?.json.serialized() == json)
    }
}
