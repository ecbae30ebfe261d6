// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// The variables that each state uses.
@Suite struct VariableReferenceTests {
    private func references(_ states: JSONObject, language: String = "JSONPath") -> [String: [String]] {
        let definition: JSONValue = ["QueryLanguage": .string(language), "StartAt": "S", "States": .object(states)]
        return VariableReferences(in: definition).byState.reduce(into: [:]) { $0[$1.state] = $1.names }
    }

    @Test(
        arguments: [
            (["InputPath": "$a", "OutputPath": "$b.c", "ResultPath": "$.d"], ["a", "b"]),
            (["Parameters": ["x.$": "States.Format('$no {}', $b, $$.Execution.Id)", "y": "$no"]], ["b"]),
            (["Result": ["a.$": "$no"], "Comment": "$no", "Assign": ["aPath": "$no", "b.$": "$yes"]], ["yes"]),
            (
                [
                    "Choices": [
                        ["And": [["Variable": "$a", "NumericEqualsPath": "$b"]], "Next": "T", "Assign": ["c.$": "$d"]]
                    ]
                ],
                ["a", "b", "d"]
            ),
            (
                [
                    "ItemReader": [
                        "ReaderConfig": ["MaxItemsPath": "$n"], "Parameters": ["Path": "$no", "Key.$": "$k"],
                    ]
                ], ["k", "n"]
            ),
            (["ItemBatcher": ["MaxItemsPerBatchPath": "$n", "BatchInput": ["FilePath": "$no"]]], ["n"]),
            (["Catch": [["ErrorEquals": ["E"], "ResultPath": "$.x", "Assign": ["e.$": "$old"]]]], ["old"]),
        ] as [(JSONObject, [String])]
    )
    func areThoseOfItsPaths(_ state: JSONObject, _ names: [String]) {
        #expect(references(["S": .object(state)]) == ["S": names])
    }

    @Test func areThoseThatAnExpressionDoesNotBindItself() {
        let state: JSONValue = [
            "Output": [
                "a": "{% $map($list, function($v) { $v * $factor }) %}", "b": "$no", "c": "{% $states.input %}",
            ],
            "Comment": "{% $no %}", "Arguments": ["Comment": "{% $said %}"],
            "Assign": ["count": ["{% $count + 1 %}"], "n": "{% $map($list, $uppercase) %}"],
        ]
        #expect(references(["S": state], language: "JSONata") == ["S": ["count", "factor", "list", "said"]])
    }

    @Test func insideAMapTheLanguageIsThatOfTheStateMachine() {
        let map: JSONValue = [
            "Type": "Map", "QueryLanguage": "JSONata", "Items": "{% $x %}",
            "ItemProcessor": ["StartAt": "I", "States": ["I": ["Type": "Pass", "OutputPath": "$y"]]],
        ]
        #expect(references(["S": map]) == ["S": ["x"], "I": ["y"]])
    }
}
