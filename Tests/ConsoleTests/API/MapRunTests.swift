// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Console

/// Map Runs, through the API.
@Suite(.timeLimit(.minutes(15))) struct MapRunTests {
    /// Fails for the items that are negative.
    private static func definition(toleratedFailures: Int) -> String {
        let map: JSONValue = [
            "StartAt": "Map",
            "States": [
                "Map": [
                    "Type": "Map", "Label": "Each", "ToleratedFailureCount": .integer(toleratedFailures), "End": true,
                    "ItemProcessor": [
                        "ProcessorConfig": ["Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"],
                        "StartAt": "Sign",
                        "States": [
                            "Sign": [
                                "Type": "Choice", "Default": "Good",
                                "Choices": [["Variable": "$", "NumericLessThan": 0, "Next": "Bad"]],
                            ],
                            "Good": ["Type": "Succeed"],
                            "Bad": ["Type": "Fail", "Error": "Negative"],
                        ],
                    ],
                ]
            ],
        ]
        return map.serialized()
    }

    private func mapRun(of execution: String, _ api: APIClient) async throws -> JSONValue {
        let listed = try await api.success("ListMapRuns", ["executionArn": .string(execution)])
        #expect(listed["mapRuns"]?.array?.count == 1)
        let arn = try #require(listed["mapRuns"]?.array?.first?["mapRunArn"])
        return try await api.success("DescribeMapRun", ["mapRunArn": arn])
    }

    @Test func countsItsItems() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Self.definition(toleratedFailures: 1), input: [1, -1, 2])
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "SUCCEEDED")
            let mapRun = try await mapRun(of: execution, api)
            #expect(mapRun["status"] == "SUCCEEDED")
            for counts in ["itemCounts", "executionCounts"] {
                #expect(mapRun[counts]?["total"] == 3)
                #expect(mapRun[counts]?["succeeded"] == 2)
                #expect(mapRun[counts]?["failed"] == 1)
                #expect(mapRun[counts]?["running"] == 0)
            }
            #expect(mapRun["toleratedFailureCount"] == 1)
            #expect(mapRun["mapRunArn"]?.string?.contains(":mapRun:Machine/Each:") == true)
        }
    }

    @Test func listsItsChildren() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Self.definition(toleratedFailures: 1), input: [1, -1, 2])
            let arn = try #require(try await mapRun(of: execution, api)["mapRunArn"])
            let children = try await api.success("ListExecutions", ["mapRunArn": arn])
            #expect(children["executions"]?.array?.count == 3)
            let failed = try await api.success("ListExecutions", ["mapRunArn": arn, "statusFilter": "FAILED"])
            let child = try #require(failed["executions"]?.array?.first?["executionArn"])
            #expect(failed["executions"]?.array?.count == 1)
            let described = try await api.success("DescribeExecution", ["executionArn": child])
            #expect(described["input"] == "-1")
            #expect(described["error"] == "Negative")
            #expect(described["redriveStatus"] == "REDRIVABLE_BY_MAP_RUN")
            let redriven = try await api.call("RedriveExecution", ["executionArn": child])
            #expect(redriven.errorType == "ExecutionNotRedrivable")
        }
    }

    @Test func failsBeyondItsTolerance() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Self.definition(toleratedFailures: 0), input: [-1])
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "FAILED")
            #expect(described["error"] == "States.ExceedToleratedFailureThreshold")
            let mapRun = try await mapRun(of: execution, api)
            #expect(mapRun["status"] == "FAILED")
            let history = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            let types = history["events"]?.array?.compactMap { $0["type"]?.string }
            #expect(
                types == [
                    "ExecutionStarted", "MapStateEntered", "MapStateStarted", "MapRunStarted", "MapRunFailed",
                    "MapStateFailed", "ExecutionFailed",
                ]
            )
        }
    }

    @Test func isNotUpdatedAfterItsEnd() async throws {
        try await APIClient.test { api, _ in
            let execution = try await api.execute(Self.definition(toleratedFailures: 0), input: [1])
            let arn = try #require(try await mapRun(of: execution, api)["mapRunArn"])
            let answer = try await api.call("UpdateMapRun", ["mapRunArn": arn, "maxConcurrency": 2])
            #expect(answer.errorType == "ValidationException")
        }
    }
}
