// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// One state alone.
@Suite struct TestStateTests {
    private static let task: JSONObject = [
        "Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Next": "Then",
        "Parameters": ["Key": ["id": ["S.$": "$.id"]]],
        "ResultSelector": ["name.$": "$.Item.name.S"], "ResultPath": "$.found",
        "Retry": [["ErrorEquals": ["Busy"], "IntervalSeconds": 3, "BackoffRate": 2, "MaxAttempts": 2]],
        "Catch": [["ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Recover"]],
    ]

    private func test(_ mock: JSONObject, _ more: JSONObject = [:]) async throws -> JSONValue {
        var answer: JSONValue = .null
        try await APIClient.test { api, _ in
            var request: JSONObject = [
                "definition": .string(JSONValue.object(Self.task).serialized()), "input": #"{"id":"1"}"#,
                "inspectionLevel": "TRACE", "mock": .object(mock),
            ]
            for (name, value) in more { request[name] = value }
            answer = try await api.success("TestState", request)
        }
        return answer
    }

    private func json(_ text: JSONValue?) throws -> JSONValue {
        try JSONValue(parsing: try #require(text?.string))
    }

    @Test func showsTheDataAtEveryStage() async throws {
        let answer = try await test(["result": #"{"Item":{"name":{"S":"Ann"}}}"#])
        #expect(answer["status"] == "SUCCEEDED")
        #expect(answer["nextState"] == "Then")
        #expect(try json(answer["output"]) == ["id": "1", "found": ["name": "Ann"]])
        let data = try #require(answer["inspectionData"])
        #expect(try json(data["input"]) == ["id": "1"])
        #expect(try json(data["afterInputPath"]) == ["id": "1"])
        #expect(try json(data["afterParameters"]) == ["Key": ["id": ["S": "1"]]])
        #expect(try json(data["result"]) == ["Item": ["name": ["S": "Ann"]]])
        #expect(try json(data["afterResultSelector"]) == ["name": "Ann"])
        #expect(try json(data["afterResultPath"]) == ["id": "1", "found": ["name": "Ann"]])
    }

    @Test(arguments: [(0, 3), (1, 6)])
    func tellsWhenItWouldTryAgain(_ retries: Int, _ seconds: Int) async throws {
        let answer = try await test(
            ["errorOutput": ["error": "Busy", "cause": "later"]],
            ["stateConfiguration": ["retrierRetryCount": .integer(retries)]]
        )
        #expect(answer["status"] == "RETRIABLE")
        #expect(answer["error"] == "Busy")
        #expect(answer["inspectionData"]?["errorDetails"]?["retryBackoffIntervalSeconds"]?.integer == seconds)
    }

    @Test func tellsWhatACatcherMakesOfAnError() async throws {
        let answer = try await test(["errorOutput": ["error": "Other", "cause": "why"]])
        #expect(answer["status"] == "CAUGHT_ERROR")
        #expect(answer["nextState"] == "Recover")
        #expect(try json(answer["output"]) == ["id": "1", "error": ["Error": "Other", "Cause": "why"]])
    }

    @Test func saysNoMoreThanAskedFor() async throws {
        let answer = try await test(["result": #"{"Item":{"name":{"S":"Ann"}}}"#], ["inspectionLevel": "INFO"])
        #expect(answer["inspectionData"] == nil)
    }

    private static let map: JSONObject = [
        "Type": "Map", "ItemsPath": "$.list", "End": true,
        "ItemSelector": ["n.$": "$$.Map.Item.Value", "at.$": "$$.Map.Item.Index", "by.$": "$$.Execution.Name"],
        "ItemProcessor": ["StartAt": "I", "States": ["I": ["Type": "Pass", "End": true]]],
    ]

    private func test(map input: String) async throws -> JSONValue {
        try await test(
            ["result": "[1, 2]"],
            [
                "definition": .string(JSONValue.object(Self.map).serialized()), "input": .string(input),
                "context": #"{"Execution": {"Name": "E"}}"#,
            ]
        )
    }

    @Test func showsWhatEveryIterationOfAMapWouldGet() async throws {
        let answer = try await test(map: #"{"list": ["a", "b"]}"#)
        #expect(answer["status"] == "SUCCEEDED")
        #expect(
            try json(answer["inspectionData"]?["afterItemSelector"])
                == [["n": "a", "at": 0, "by": "E"], ["n": "b", "at": 1, "by": "E"]]
        )
    }

    @Test func showsTheBatchesOfAMap() async throws {
        let batched =
            #"{"Type":"Map","QueryLanguage":"JSONata","Items":"{% [1..3] %}","End":true,"#
            + #""ItemSelector":{"n":"{% $states.context.Map.Item.Value * 10 %}"},"#
            + #""ItemBatcher":{"MaxItemsPerBatch":2,"BatchInput":{"b":"{% $b %}"}},"ItemProcessor":{"#
            + #""ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","#
            + #""States":{"I":{"Type":"Pass","End":true}}}}"#
        let answer = try await test(["result": "[1]"], ["definition": .string(batched), "variables": #"{"b":1}"#])
        let data = try #require(answer["inspectionData"])
        #expect(try json(data["afterItemSelector"]) == [["n": 10], ["n": 20], ["n": 30]])
        #expect(
            try json(data["afterItemBatcher"]) == [
                ["Items": [["n": 10], ["n": 20]], "BatchInput": ["b": 1]],
                ["Items": [["n": 30]], "BatchInput": ["b": 1]],
            ]
        )
    }

    @Test func aMapFailsWhoseItemsAreNotThere() async throws {
        let answer = try await test(map: "{}")
        #expect(answer["status"] == "FAILED")
        #expect(answer["error"] == "States.Runtime")
        #expect(answer["cause"]?.string?.hasSuffix("No results for path: $['list']") == true)
    }

    private static func jsonata(map fields: String) -> JSONValue {
        .string(
            #"{"Type":"Map","QueryLanguage":"JSONata",\#(fields),"ItemProcessor":{"StartAt":"I","#
                + #""States":{"I":{"Type":"Pass","End":true}}}}"#
        )
    }

    @Test func itemsThatAreNotThereMayBeCaught() async throws {
        let fields = #""Items":"{% $none %}","Catch":[{"ErrorEquals":["States.ALL"],"Next":"H"}],"Next":"N""#
        let answer = try await test(["result": "[1]"], ["definition": Self.jsonata(map: fields)])
        #expect(answer["status"] == "CAUGHT_ERROR")
        #expect(answer["error"] == "States.QueryEvaluationError")
        #expect(answer["nextState"] == "H")
    }

    @Test(arguments: [(0, "RETRIABLE"), (1, "CAUGHT_ERROR"), (Int.max, "CAUGHT_ERROR")])
    func itemsThatAreNotThereMayBeTriedAgain(_ retries: Int, _ status: String) async throws {
        let map =
            #"{"Type":"Map","ItemSelector":{"x.$":"States.ArrayGetItem($, 9)"},"Next":"N","#
            + #""Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"Catch":[{"ErrorEquals":["States.ALL"],"#
            + #""Next":"H"}],"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}}"#
        let answer = try await test(
            ["result": "[1]"],
            [
                "definition": .string(map), "input": "[1]",
                "stateConfiguration": ["retrierRetryCount": .integer(retries)],
            ]
        )
        #expect(answer["status"]?.string == status)
        #expect(answer["error"] == "States.IntrinsicFailure")
    }

    @Test func aMapMayHaveMoreItemsThanAnExecutionHasEvents() async throws {
        let fields = #""Items":"{% [1..7000] %}","ItemSelector":{"n":"{% $pad('', 100, '-') %}"},"End":true"#
        let answer = try await test(["result": "[1]"], ["definition": Self.jsonata(map: fields)])
        #expect(answer["status"] == "SUCCEEDED")
        #expect(try json(answer["inspectionData"]?["afterItemSelector"]).array?.count == 7000)
    }

    @Test func refusesAMapWhoseSelectorCannotBeParsed() async throws {
        let fields = #""Items":"{% [1] %}","ItemSelector":{"n":"{% 1 + %}"},"End":true"#
        try await APIClient.test { api, _ in
            let answer = try await api.call(
                "TestState",
                ["definition": Self.jsonata(map: fields), "mock": ["result": "[1]"]]
            )
            #expect(answer.errorType == "InvalidDefinition")
        }
    }

    @Test func aMapFailsWhoseBatchesCannotBeMade() async throws {
        let batched =
            #"{"Type":"Map","End":true,"ItemBatcher":{"MaxItemsPerBatchPath":"$[0]"},"ItemProcessor":{"#
            + #""ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"I","#
            + #""States":{"I":{"Type":"Pass","End":true}}}}"#
        let answer = try await test(["result": "[1]"], ["definition": .string(batched), "input": "[0]"])
        #expect(answer["status"] == "FAILED")
        #expect(answer["cause"]?.string?.hasSuffix("MaxItemsPerBatch must be positive.") == true)
    }

    @Test func showsTheArgumentsOfAParallelState() async throws {
        let parallel =
            #"{"Type":"Parallel","QueryLanguage":"JSONata","Arguments":{"a":"{% $b + 1 %}"},"End":true,"#
            + #""Branches":[{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}}]}"#
        let answer = try await test(["result": "[1]"], ["definition": .string(parallel), "variables": #"{"b":1}"#])
        #expect(try json(answer["inspectionData"]?["afterArguments"]) == ["a": 2])
    }

    @Test func givenVariablesAreNoEventOfTheirOwn() async throws {
        let pass = #"{"Type":"Pass","InputPath":"$.none","End":true}"#
        try await APIClient.test { api, _ in
            let answer = try await api.success(
                "TestState",
                ["definition": .string(pass), "variables": #"{"a":1}"#, "inspectionLevel": "DEBUG"]
            )
            #expect(answer["status"] == "FAILED")
            #expect(answer["cause"]?.string?.contains("entered at the event id #2") == true)
            #expect(try json(answer["inspectionData"]?["variables"]) == ["a": 1])
        }
    }

    @Test func aFailStateShowsItsInput() async throws {
        try await APIClient.test { api, _ in
            let answer = try await api.success(
                "TestState",
                [
                    "definition": #"{"Type":"Fail","Error":"E","Cause":"C"}"#, "input": #"{"a":1}"#,
                    "inspectionLevel": "TRACE",
                ]
            )
            #expect(answer["status"] == "FAILED")
            #expect(answer["inspectionData"] == ["input": #"{"a":1}"#, "afterInputPath": #"{"a":1}"#])
        }
    }
}
