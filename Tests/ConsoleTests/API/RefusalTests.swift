// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// What AWS refuses, in AWS's words.
@Suite struct RefusalTests {
    struct Refusal: Sendable, CustomTestStringConvertible {
        let action: String
        let members: JSONObject
        let type: String
        let message: String

        init(_ action: String, _ members: JSONObject, _ type: String, _ message: String) {
            self.action = action
            self.members = members
            self.type = type
            self.message = message
        }

        var testDescription: String { "\(action) \(type)" }
    }

    private static let long = String(repeating: "a", count: 81)

    @Test(arguments: [
        Refusal(
            "ListExecutions",
            ["stateMachineArn": "nonsense"],
            "InvalidArn",
            "Invalid Arn: 'Invalid ARN prefix: nonsense'"
        ),
        Refusal(
            "DescribeStateMachine",
            ["stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:none"],
            "StateMachineDoesNotExist",
            "State Machine Does Not Exist: 'arn:aws:states:us-east-1:123456789012:stateMachine:none'"
        ),
        Refusal(
            "DescribeExecution",
            ["executionArn": "arn:aws:states:us-east-1:123456789012:execution:none:none"],
            "ExecutionDoesNotExist",
            "Execution Does Not Exist: 'arn:aws:states:us-east-1:123456789012:execution:none:none'"
        ),
        Refusal(
            "ListStateMachines",
            ["maxResults": 1001, "nextToken": ""],
            "ValidationException",
            "2 validation errors detected: Value '1001' at 'maxResults' failed to satisfy constraint: "
                + "Member must have value less than or equal to 1000; Value '' at 'nextToken' failed to satisfy "
                + "constraint: Member must have length greater than or equal to 1"
        ),
        Refusal("ListStateMachines", ["nextToken": "nonsense"], "InvalidToken", "Invalid Token: 'Invalid token'"),
        Refusal(
            "ListStateMachines",
            ["maxResults": "ten"],
            "SerializationException",
            "STRING_VALUE can not be converted to an Integer"
        ),
        Refusal(
            "CreateActivity",
            [:],
            "ValidationException",
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"
        ),
        Refusal("CreateActivity", ["name": "a b"], "InvalidName", "Invalid Name: 'a b'"),
        Refusal("CreateActivity", ["name": "a\u{10FFFF}"], "InvalidName", "Invalid Name: 'a\u{10FFFF}'"),
        Refusal(
            "StartExecution",
            [
                "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:A",
                "input": .string("\"\(String(repeating: "é", count: 131_072))\""),
            ],
            "ValidationException",
            "1 validation error detected: Value at 'input' failed to satisfy constraint: "
                + "Member must have size less than or equal to 262144 bytes in UTF-8 encoding"
        ),
        Refusal(
            "StartExecution",
            ["stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:A/Label"],
            "ValidationException",
            "The state machine ARN must not have a label: arn:aws:states:us-east-1:123456789012:stateMachine:A/Label"
        ),
        Refusal(
            "SendTaskFailure",
            ["taskToken": "", "error": .string(String(repeating: "secret", count: 43))],
            "ValidationException",
            "2 validation errors detected: Value at 'taskToken' failed to satisfy constraint: Member must have length "
                + "greater than or equal to 1; Value at 'error' failed to satisfy constraint: Member must have length "
                + "less than or equal to 256"
        ),
        Refusal(
            "TestState",
            [
                "definition":
                    #"{"Type":"Task","Resource":"arn:aws:states:us-east-1:123456789012:activity:A","End":true}"#
            ],
            "ValidationException",
            "State type 'Task' is only supported when a mock is specified"
        ),
        Refusal(
            "TestState",
            ["definition": #"{"Type":"Pass","QueryLanguage":"JSONata","Output":"{% 1 + %}","End":true}"#],
            "InvalidDefinition",
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: State 'StateName': Output cannot be computed: "
                + "S0207: Unexpected end of expression.'"
        ),
        Refusal(
            "TestState",
            ["definition": #"{"Type":"Succeed"}"#, "context": "{}"],
            "ValidationException",
            "Context object is only supported when a mock is specified"
        ),
        Refusal(
            "TestState",
            [
                "definition": #"{"Type":"Task","Resource":"arn:aws:states:::glue:startJobRun","End":true}"#,
                "mock": ["result": #"{"JobRunId":5}"#],
            ],
            "ValidationException",
            "Mock result schema validation error: Field 'JobRunId' must be a string"
        ),
        Refusal(
            "TestState",
            [
                "definition": #"{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}"#,
                "mock": ["errorOutput": ["cause": "C"]],
            ],
            "ValidationException",
            "A test mock's errorOutput must have the field: [error]."
        ),
        Refusal(
            "CreateActivity",
            ["name": .string(long)],
            "ValidationException",
            "1 validation error detected: Value '\(long)' at 'name' failed to satisfy constraint: "
                + "Member must have length less than or equal to 80"
        ),
        Refusal(
            "CreateStateMachine",
            [
                "name": "A", "definition": .string(Fixture.pass), "roleArn": .string(Fixture.role),
                "versionDescription": "x",
            ],
            "ValidationException",
            "Version description can only be set when publish is true"
        ),
        Refusal(
            "CreateStateMachine",
            [
                "name": "A", "definition": .string(Fixture.pass), "roleArn": .string(Fixture.role),
                "loggingConfiguration": ["level": "ALL"],
            ],
            "InvalidLoggingConfiguration",
            "Invalid Logging Configuration: Must specify exactly one Log Destination."
        ),
        Refusal(
            "CreateStateMachineAlias",
            [
                "name": "123",
                "routingConfiguration": [
                    ["stateMachineVersionArn": "arn:aws:states:us-east-1:123456789012:stateMachine:A:1", "weight": 101]
                ],
            ],
            "ValidationException",
            "2 validation errors detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy "
                + #"regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$; "#
                + "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: "
                + "Member must have value less than or equal to 100"
        ),
        Refusal(
            "SendTaskSuccess",
            ["taskToken": "x", "output": "{}"],
            "InvalidToken",
            "Invalid Token: 'Invalid token'"
        ),
    ])
    func refuses(_ refusal: Refusal) async throws {
        try await APIClient.test { api, _ in
            let answer = try await api.call(refusal.action, refusal.members)
            #expect(answer.status == 400)
            #expect(answer.errorType == refusal.type)
            #expect(answer.message == refusal.message)
        }
    }

    @Test(arguments: [
        (
            "not some json",
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
        ),
        ("{'not': 'json'", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
        ("", "Invalid execution input."),
        ("[1 2]", "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"),
        (#"{"a" 1}"#, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"),
        (#"{"a": "b"#, "Unexpected end-of-input: was expecting closing quote for a string value"),
    ])
    func refusesInputThatIsNotJSON(input: String, problem: String) async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine()
            let answer = try await api.call(
                "StartExecution",
                ["stateMachineArn": .string(arn), "input": .string(input)]
            )
            #expect(answer.errorType == "InvalidExecutionInput")
            #expect(answer.message == "Invalid State Machine Execution Input: '\(problem)'")
        }
    }

    @Test(arguments: [
        (Array("{}".utf8), "AWSStepFunctions.NoSuchAction", "UnknownOperationException"),
        (Array("{}".utf8), nil, "UnknownOperationException"),
        (Array("nonsense".utf8), "AWSStepFunctions.ListActivities", "SerializationException"),
        (Array("[]".utf8), "AWSStepFunctions.ListActivities", "SerializationException"),
        (
            [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D], "AWSStepFunctions.ListActivities",
            "SerializationException"
        ),
        (
            Array(repeating: UInt8(ascii: "["), count: 100_000), "AWSStepFunctions.ListActivities",
            "SerializationException"
        ),
    ])
    func refusesRequestsThatAreNone(bytes: [UInt8], target: String?, type: String) async throws {
        try await APIClient.test { api, _ in
            let answer = await api.send(bytes, target: target)
            #expect(answer.status == 400)
            #expect(answer.errorType == type)
        }
    }

    @Test func refusesWhatIsTooLarge() async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine()
            let input = "\"" + String(repeating: "x", count: 300_000) + "\""
            let started = try await api.call(
                "StartExecution",
                ["stateMachineArn": .string(arn), "input": .string(input)]
            )
            #expect(started.errorType == "ValidationException")

            let definition = Fixture.pass + String(repeating: " ", count: 1_048_577 - Fixture.pass.utf8.count)
            let created = try await api.call(
                "CreateStateMachine",
                ["name": "Large", "definition": .string(definition), "roleArn": .string(Fixture.role)]
            )
            #expect(created.errorType == "ValidationException")
            #expect(created.message?.hasSuffix("Member must have length less than or equal to 1048576") == true)
        }
    }

    @Test func refusesDefinitionsNestedTooDeep() async throws {
        try await APIClient.test { api, _ in
            let depth = 600
            let definition = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let answer = try await api.call(
                "CreateStateMachine",
                ["name": "Deep", "definition": .string(definition), "roleArn": .string(Fixture.role)]
            )
            #expect(answer.errorType == "InvalidDefinition")
        }
    }
}
