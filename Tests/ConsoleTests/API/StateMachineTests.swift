// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

@Suite struct StateMachineTests {
    @Test func createsInTheRegionOfTheSignature() async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine()
            #expect(arn == "arn:aws:states:eu-west-1:123456789012:stateMachine:Machine")
            let described = try await api.success("DescribeStateMachine", ["stateMachineArn": .string(arn)])
            #expect(described["definition"]?.string == Fixture.pass)
            #expect(described["status"] == "ACTIVE")
            #expect(described["loggingConfiguration"] == ["level": "OFF", "includeExecutionData": false])
            #expect(described["revisionId"] == nil)
        }
    }

    @Test func refusesAnExpressionThatCannotBeParsed() async throws {
        let definition =
            #"{"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Output":"{% 1 + %}","End":true}}}"#
        try await APIClient.test { api, _ in
            let answer = try await api.call(
                "CreateStateMachine",
                ["name": "A", "definition": .string(definition), "roleArn": .string(Fixture.role)]
            )
            #expect(answer.errorType == "InvalidDefinition")
            #expect(answer.message?.contains("Unexpected end of expression") == true)
            let validated = try await api.success("ValidateStateMachineDefinition", ["definition": .string(definition)])
            #expect(validated["result"] == "FAIL")
        }
    }

    @Test func creatingTheSameAgainChangesNothing() async throws {
        try await APIClient.test { api, _ in
            let first = try await api.createMachine()
            #expect(
                try await api.createMachine("Machine", ["roleArn": "arn:aws:iam::123456789012:role/other"]) == first
            )
            let other = try await api.call(
                "CreateStateMachine",
                ["name": "Machine", "definition": .string(Fixture.passTwice), "roleArn": .string(Fixture.role)]
            )
            #expect(other.errorType == "StateMachineAlreadyExists")
            #expect(other.message == "State Machine Already Exists: '\(first)'")
        }
    }

    @Test func updatingMakesARevisionOnlyWhenSomethingChanges() async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine()
            let update: JSONObject = ["stateMachineArn": .string(arn), "definition": .string(Fixture.passTwice)]
            let first = try await api.success("UpdateStateMachine", update)["revisionId"]
            let second = try await api.success("UpdateStateMachine", update)["revisionId"]
            #expect(first != nil)
            #expect(first == second)
        }
    }

    @Test func numbersOfVersionsAreNotUsedTwice() async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine("Machine", ["publish": true])
            let update: JSONObject = [
                "stateMachineArn": .string(arn), "definition": .string(Fixture.passTwice), "publish": true,
            ]
            let second = try #require(
                try await api.success("UpdateStateMachine", update)["stateMachineVersionArn"]?.string
            )
            #expect(second == "\(arn):2")
            try await api.success("DeleteStateMachineVersion", ["stateMachineVersionArn": .string(second)])
            let third = try await api.success("PublishStateMachineVersion", ["stateMachineArn": .string(arn)])
            #expect(third["stateMachineVersionArn"]?.string == "\(arn):3")
        }
    }

    @Test func anAliasKeepsToItsStateMachine() async throws {
        try await APIClient.test { api, _ in
            var versions: [JSONValue] = []
            for name in ["One", "Other"] {
                let machine = try await api.createMachine(name)
                let published = try await api.success(
                    "PublishStateMachineVersion",
                    ["stateMachineArn": .string(machine)]
                )
                versions.append(try #require(published["stateMachineVersionArn"]))
            }
            let alias = try await api.success(
                "CreateStateMachineAlias",
                ["name": "live", "routingConfiguration": [["stateMachineVersionArn": versions[0], "weight": 100]]]
            )
            let aliasARN = try #require(alias["stateMachineAliasArn"])
            let answer = try await api.call(
                "UpdateStateMachineAlias",
                [
                    "stateMachineAliasArn": aliasARN,
                    "routingConfiguration": [["stateMachineVersionArn": versions[1], "weight": 100]],
                ]
            )
            #expect(answer.errorType == "ValidationException")
            let described = try await api.success("DescribeStateMachineAlias", ["stateMachineAliasArn": aliasARN])
            #expect(described["routingConfiguration"]?[0]?["stateMachineVersionArn"] == versions[0])
        }
    }

    @Test func deletingTakesVersionsAndAliasesAlong() async throws {
        try await APIClient.test { api, _ in
            let arn = try await api.createMachine("Machine", ["publish": true])
            let routing: JSONValue = [["stateMachineVersionArn": .string("\(arn):1"), "weight": 100]]
            let alias = try await api.success(
                "CreateStateMachineAlias",
                ["name": "live", "routingConfiguration": routing]
            )
            try await api.success("DeleteStateMachine", ["stateMachineArn": .string(arn)])
            for gone in [arn, "\(arn):1"] {
                let answer = try await api.call("DescribeStateMachine", ["stateMachineArn": .string(gone)])
                #expect(answer.errorType == "StateMachineDoesNotExist")
            }
            let aliasARN = try #require(alias["stateMachineAliasArn"])
            let described = try await api.call("DescribeStateMachineAlias", ["stateMachineAliasArn": aliasARN])
            #expect(described.errorType == "ResourceNotFound")
        }
    }

    @Test func listsInPages() async throws {
        try await APIClient.test { api, _ in
            for index in 0..<5 { _ = try await api.createMachine("Machine\(index)") }
            var names: [String] = []
            var token: JSONValue?
            repeat {
                let page = try await api.success(
                    "ListStateMachines",
                    JSONObject(present: [("maxResults", 2), ("nextToken", token)])
                )
                names += page["stateMachines"]?.array?.compactMap { $0["name"]?.string } ?? []
                token = page["nextToken"]
            } while token != nil
            #expect(names == (0..<5).map { "Machine\($0)" })
        }
    }

    @Test func tagsByKey() async throws {
        try await APIClient.test { api, _ in
            let arn: JSONValue = .string(
                try await api.createMachine("Machine", ["tags": [["key": "a", "value": "1"]]])
            )
            let more: JSONValue = [["key": "b", "value": "2"], ["key": "a", "value": "3"]]
            try await api.success("TagResource", ["resourceArn": arn, "tags": more])
            try await api.success("TagResource", ["resourceArn": arn, "tags": []])
            let both = try await api.success("ListTagsForResource", ["resourceArn": arn])
            #expect(both["tags"] == [["key": "a", "value": "3"], ["key": "b", "value": "2"]])

            try await api.success("UntagResource", ["resourceArn": arn, "tagKeys": ["a", "none"]])
            let one = try await api.success("ListTagsForResource", ["resourceArn": arn])
            #expect(one["tags"] == [["key": "b", "value": "2"]])

            let many = (0..<51).map { JSONValue.object(["key": .string("k\($0)"), "value": ""]) }
            let refused = try await api.call("TagResource", ["resourceArn": arn, "tags": .array(many)])
            #expect(refused.errorType == "TooManyTags")
            #expect(try await api.success("ListTagsForResource", ["resourceArn": arn]) == one)
        }
    }
}
