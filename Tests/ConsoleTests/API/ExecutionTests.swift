// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// The life of an execution, through the API.
@Suite(.timeLimit(.minutes(15))) struct ExecutionTests {
    private static let three =
        #"{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"C"},"#
        + #""C":{"Type":"Pass","End":true}}}"#
    private static let waiting = #"{"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}}"#
    private static let failing =
        #"{"StartAt":"P","States":{"P":{"Type":"Pass","Next":"T"},"#
        + #""T":{"Type":"Task","Resource":"arn:aws:states:::dynamodb:getItem","End":true}}}"#

    private func types(_ history: JSONValue) -> [String] {
        history["events"]?.array?.compactMap { $0["type"]?.string } ?? []
    }

    @Test(arguments: [1, 2, 3, 7, 100])
    func pagesOfAHistoryMakeTheWhole(_ size: Int) async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Self.three, input: ["n": 1])
            let whole = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            let events = try #require(whole["events"]?.array)
            #expect(events.count == 8)
            for isReversed in [false, true] {
                var seen: [JSONValue] = []
                var request: JSONObject = [
                    "executionArn": .string(execution), "maxResults": .integer(size),
                    "reverseOrder": .bool(isReversed),
                ]
                while true {
                    let page = try await api.success("GetExecutionHistory", request)
                    let part = try #require(page["events"]?.array)
                    #expect(part.count <= size)
                    seen += part
                    guard let token = page["nextToken"] else { break }
                    request["nextToken"] = token
                }
                #expect(seen == (isReversed ? events.reversed() : events))
            }
        }
    }

    @Test func keepsDataOutOfAHistoryWhenAsked() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Fixture.pass, input: ["secret": 1])
            let history = try await api.success(
                "GetExecutionHistory",
                ["executionArn": .string(execution), "includeExecutionData": false]
            )
            #expect(
                types(history) == ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]
            )
            #expect(!history.serialized().contains("secret"))
        }
    }

    @Test func refusesThePageTokenOfAnotherListing() async throws {
        try await APIClient.test { api, _ in
            let machine = try await api.createMachine()
            _ = try await api.createMachine("Other")
            let page = try await api.success("ListStateMachines", ["maxResults": 1])
            let answer = try await api.call(
                "ListExecutions",
                ["stateMachineArn": .string(machine), "nextToken": try #require(page["nextToken"])]
            )
            #expect(answer.errorType == "InvalidToken")
        }
    }

    @Test func stopsOnce() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.start(Self.waiting)
            let stop: JSONObject = ["executionArn": .string(execution), "error": "E", "cause": "enough"]
            let stopped = try await api.success("StopExecution", stop)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "ABORTED")
            #expect(described["error"] == "E")
            #expect(described["cause"] == "enough")
            #expect(described["redriveStatus"] == "REDRIVABLE")
            #expect(try await api.success("StopExecution", stop) == stopped)
            let history = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            #expect(types(history) == ["ExecutionStarted", "WaitStateEntered", "ExecutionAborted"])
        }
    }

    @Test func redrivesFromTheStateThatFailed() async throws {
        try await APIClient.test { api, service in
            let execution = try await api.execute(Self.failing)
            let redriven = try await api.success("RedriveExecution", ["executionArn": .string(execution)])
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "FAILED")
            #expect(described["redriveCount"] == 1)
            #expect(described["redriveDate"] == redriven["redriveDate"])
            let history = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            #expect(types(history).filter { $0 == "ExecutionRedriven" }.count == 1)
            #expect(types(history).filter { $0 == "PassStateEntered" }.count == 1)
            #expect(types(history).filter { $0 == "TaskScheduled" }.count == 2)
            #expect(types(history).last == "ExecutionFailed")
        }
    }

    @Test func redrivesOnceHoweverManyAskAtOnce() async throws {
        try await APIClient.test { api, service in
            let execution = try await api.execute(Self.failing)
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await api.call("RedriveExecution", ["executionArn": .string(execution)]).errorType
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let redrives = answers.count { $0 == nil }
            #expect(redrives > 0)
            #expect(answers.allSatisfy { $0 == nil || $0 == "ExecutionNotRedrivable" })
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "FAILED")
            #expect(described["redriveCount"]?.integer == redrives)
            let history = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            #expect(types(history).filter { $0 == "ExecutionRedriven" }.count == redrives)
            #expect(types(history).filter { $0 == "ExecutionFailed" }.count == redrives + 1)
        }
    }

    @Test func redrivesNothingThatSucceeded() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Fixture.pass)
            let answer = try await api.call("RedriveExecution", ["executionArn": .string(execution)])
            #expect(answer.errorType == "ExecutionNotRedrivable")
            #expect(
                answer.message
                    == "Execution Not Redrivable: 'Execution is SUCCEEDED and cannot be redriven'"
            )
        }
    }

    @Test func startingTheSameAgainGivesTheOneThatRuns() async throws {
        try await APIClient.test { api, _ in
            let machine = try await api.createMachine("Waiting", ["definition": .string(Self.waiting)])
            let request: JSONObject = ["stateMachineArn": .string(machine), "name": "one", "input": #"{"a":1}"#]
            let first = try await api.success("StartExecution", request)
            #expect(try await api.success("StartExecution", request)["executionArn"] == first["executionArn"])
            var other = request
            other["input"] = #"{"a":2}"#
            let refused = try await api.call("StartExecution", other)
            #expect(refused.errorType == "ExecutionAlreadyExists")
            let arn = try #require(first["executionArn"]?.string)
            #expect(refused.message == "Execution Already Exists: '\(arn)'")
            try await api.success("StopExecution", ["executionArn": .string(arn)])
            #expect(try await api.call("StartExecution", request).errorType == "ExecutionAlreadyExists")
        }
    }

    @Test func anAliasLeadsToItsVersion() async throws {
        try await APIClient.test { api, service in
            let machine = try await api.createMachine("Routed", ["publish": true])
            let alias = try await api.success(
                "CreateStateMachineAlias",
                [
                    "name": "prod",
                    "routingConfiguration": [["stateMachineVersionArn": .string("\(machine):1"), "weight": 100]],
                ]
            )
            let aliasARN = try #require(alias["stateMachineAliasArn"]?.string)
            let started = try await api.success("StartExecution", ["stateMachineArn": .string(aliasARN)])
            let execution = try #require(started["executionArn"]?.string)
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["stateMachineAliasArn"]?.string == aliasARN)
            #expect(described["stateMachineVersionArn"]?.string == "\(machine):1")
            let listed = try await api.success("ListExecutions", ["stateMachineArn": .string(aliasARN)])
            #expect(listed["executions"]?.array?.count == 1)
        }
    }
}
