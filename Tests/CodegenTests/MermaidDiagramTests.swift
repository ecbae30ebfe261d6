// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@testable import Codegen

/// The picture of a state machine.
@Suite struct MermaidDiagramTests {
    @Test func drawsEveryTransition() throws {
        let text = try text(
            of: [
                "StartAt": "Work",
                "States": [
                    "Work": [
                        "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
                        "Parameters": ["FunctionName": "f"],
                        "Catch": [["ErrorEquals": ["States.ALL"], "Next": "Failed"]], "Next": "More?",
                    ],
                    "More?": [
                        "Type": "Choice", "Choices": [["Variable": "$.more", "BooleanEquals": true, "Next": "Work"]],
                        "Default": "Done",
                    ],
                    "Done": ["Type": "Succeed"],
                    "Failed": ["Type": "Fail"],
                ],
            ]
        )
        let expected = """
            stateDiagram-v2
                [*] --> Work
                Work --> More
                Work --> Failed : any error
                state "More?" as More
                More --> Work : $.more BooleanEquals true
                More --> Done : otherwise
                Done --> [*] : success
                Failed --> [*] : failure

            """
        #expect(text == expected)
    }

    @Test func keepsStatesApartWhoseNamesAreAlike() throws {
        let text = try text(
            of: [
                "StartAt": "Done?",
                "States": [
                    "Done?": [
                        "Type": "Choice",
                        "Choices": [
                            [
                                "Or": [
                                    [
                                        "And": [
                                            ["Variable": "$.a", "IsNull": true], ["Variable": "$.b", "IsNull": true],
                                        ]
                                    ],
                                    ["Variable": "$.c", "IsNull": true],
                                ],
                                "Next": "Done",
                            ]
                        ],
                    ],
                    "Done": ["Type": "Succeed"],
                ],
            ]
        )
        let expected = """
            stateDiagram-v2
                [*] --> Done
                state "Done?" as Done
                Done --> Done2 : ($.a IsNull true and $.b IsNull true) or $.c IsNull true
                state "Done" as Done2
                Done2 --> [*] : success

            """
        #expect(text == expected)
    }

    @Test func nestsTheItemsOfAMap() {
        let text = MermaidDiagram(ExpireImages.definition).text
        #expect(text.contains("    state RetireImages {\n        [*] --> DeregisterImage\n"))
        #expect(text.contains("    }\n    RetireImages --> MoreImages\n"))
    }

    private func text(of definition: JSONValue) throws -> String {
        MermaidDiagram(try #require(StateMachineDefinition.decode(definition).definition)).text
    }
}
