// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: [
        #"{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}"#,
        // The order of members is the document's, `End` may be false, paths may be null.
        #"{"States":{"A":{"End":false,"InputPath":null,"Type":"Pass","Next":"B"},"B":{"Type":"Fail"}},"StartAt":"A"}"#,
        #"{"StartAt":"M","States":{"M":{"Type":"Map","Iterator":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Parameters":{"v.$":"$$.Map.Item.Value"},"End":true}}}"#,
        #"{"QueryLanguage":"JSONata","StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","TimeoutSeconds":"{% 1 + 1 %}","Arguments":{"a":1.50},"Output":"{% $states.result %}","Assign":{"x":"{% 1 %}"},"End":true}}}"#,
        #"{"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[{"Next":"S","Not":{"Or":[{"IsPresent":true,"Variable":"$.a"},{"StringMatches":"a*","Variable":"$.b"}]}}],"Default":"S"},"S":{"Type":"Succeed"}}}"#,
    ])
    func decodingAndEncodingKeepsEveryByte(_ text: String) throws {
        let decoded = StateMachineDefinition.decode(try JSONValue(parsing: text))
        #expect(decoded.problems.isEmpty)
        #expect(try #require(decoded.definition).json.serialized() == text)
    }

    @Test(arguments: [
        #"{}"#,
        #"{"StartAt":1,"States":{"A":{"Type":"Nothing"},"B":7,"C":{}},"Extra":[null]}"#,
        #"{"StartAt":"A","States":{"A":{"Type":"Task","Retry":[{"ErrorEquals":[1]},2],"Next":null,"Foo":{"b":1,"a":2}}}}"#,
        #"{"StartAt":"A","States":{"A":{"Type":"Choice","Choices":[{"Variable":"$","IsNull":true,"IsString":true}]}}}"#,
    ])
    func invalidDocumentsSurviveAsWell(_ text: String) throws {
        let decoded = StateMachineDefinition.decode(try JSONValue(parsing: text))
        #expect(!decoded.problems.isEmpty || text.contains("IsString"))
        #expect(try #require(decoded.definition).json.serialized() == text)
    }

    @Test func everyProblemOfAShapeIsReportedAtItsPlace() throws {
        let text =
            #"{"StartAt":1,"States":{"A":{"Type":"Nothing"},"B":{"Type":"Wait","Seconds":1.5,"Retry":[]}},"Extra":0}"#
        let problems = StateMachineDefinition.decode(try JSONValue(parsing: text)).problems.map(\.description)
        #expect(
            problems == [
                "SCHEMA_VALIDATION_FAILED: Expected value of type String at /StartAt",
                "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: "
                    + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/A/Type",
                "SCHEMA_VALIDATION_FAILED: Expected value of type Integer at /States/B/Seconds",
                "SCHEMA_VALIDATION_FAILED: Field 'Retry' is not supported at /States/B",
                "SCHEMA_VALIDATION_FAILED: Field 'Extra' is not supported at /",
            ]
        )
    }

    @Test func requiredFieldsAreNamedTogether() {
        let problems = StateMachineDefinition.decode([:]).problems.map(\.description)
        #expect(problems == ["SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /"])
    }
}
