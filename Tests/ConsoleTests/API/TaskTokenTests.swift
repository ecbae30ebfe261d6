// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization
import Testing

@testable import Console

/// Tasks whose end comes from outside.
@Suite(.timeLimit(.minutes(15))) struct TaskTokenTests {
    /// A queue that keeps what was sent to it.
    private final class Queue: ServiceCaller {
        let sent = Mutex<[JSONValue]>([])

        func call(_ task: TaskRequest, service: String, action: String) async throws(ErrorOutput) -> JSONValue? {
            sent.withLock { $0.append(task.parameters) }
            return ["MessageId": "m-1"]
        }
    }

    private func activityMachine(_ api: APIClient) async throws -> (activity: JSONValue, execution: String) {
        let activity = try #require(try await api.success("CreateActivity", ["name": "work"])["activityArn"])
        let definition: JSONValue = [
            "StartAt": "T",
            "States": ["T": ["Type": "Task", "Resource": activity, "HeartbeatSeconds": 3000, "End": true]],
        ]
        return (activity, try await api.start(definition.serialized(), input: ["n": 7]))
    }

    @Test func anActivityIsAnsweredByItsWorker() async throws {
        try await APIClient.test { api, service in
            let (activity, execution) = try await activityMachine(api)
            let task = try await api.success("GetActivityTask", ["activityArn": activity, "workerName": "w"])
            #expect(task["input"] == #"{"n":7}"#)
            let token = try #require(task["taskToken"])
            try await api.success("SendTaskHeartbeat", ["taskToken": token])
            let refused = try await api.call("SendTaskSuccess", ["taskToken": token, "output": "not json"])
            #expect(refused.errorType == "InvalidOutput")
            try await api.success("SendTaskSuccess", ["taskToken": token, "output": #"{"done":true}"#])
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["output"] == #"{"done":true}"#)
            let history = try await api.success("GetExecutionHistory", ["executionArn": .string(execution)])
            let started = history["events"]?.array?.first { $0["type"] == "ActivityStarted" }
            #expect(started?["activityStartedEventDetails"]?["workerName"] == "w")
            let late = try await api.call("SendTaskSuccess", ["taskToken": token, "output": "{}"])
            #expect(late.errorType == "TaskTimedOut")
            #expect(late.message == "Task Timed Out: 'Provided task does not exist anymore'")
        }
    }

    @Test func aWorkerCanFailItsTask() async throws {
        try await APIClient.test { api, service in
            let (activity, execution) = try await activityMachine(api)
            let task = try await api.success("GetActivityTask", ["activityArn": activity])
            let token = try #require(task["taskToken"])
            try await api.success("SendTaskFailure", ["taskToken": token, "error": "Broken", "cause": "by test"])
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["status"] == "FAILED")
            #expect(described["error"] == "Broken")
            #expect(described["cause"] == "by test")
        }
    }

    @Test func aTokenIsGoodForOneAnswer() async throws {
        try await APIClient.test { api, _ in
            let activity = try #require(try await api.success("CreateActivity", ["name": "work"])["activityArn"])
            let definition: JSONValue = [
                "StartAt": "T",
                "States": [
                    "T": ["Type": "Task", "Resource": activity, "Next": "Again"],
                    "Again": ["Type": "Task", "Resource": activity, "End": true],
                ],
            ]
            let execution = try await api.start(definition.serialized())
            let first = try await api.success("GetActivityTask", ["activityArn": activity])
            let token = try #require(first["taskToken"])
            try await api.success("SendTaskSuccess", ["taskToken": token, "output": "1"])
            let second = try await api.success("GetActivityTask", ["activityArn": activity])
            #expect(second["input"] == "1")
            let late = try await api.call("SendTaskSuccess", ["taskToken": token, "output": "2"])
            #expect(late.errorType == "TaskTimedOut")
            let beat = try await api.call("SendTaskHeartbeat", ["taskToken": token])
            #expect(beat.errorType == "TaskTimedOut")
            try await api.success("StopExecution", ["executionArn": .string(execution)])
        }
    }

    @Test func aCallbackWaitsForItsToken() async throws {
        let queue = Queue()
        var configuration = ConsoleConfiguration()
        configuration.integrations = queue
        let definition =
            #"{"StartAt":"Send","States":{"Send":{"Type":"Task","End":true,"#
            + #""Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","#
            + #""Parameters":{"QueueUrl":"q","MessageBody":{"token.$":"$$.Task.Token"}}}}}"#
        try await APIClient.test(configuration) { api, service in
            let execution = try await api.start(definition)
            let started: JSONObject = ["executionArn": .string(execution)]
            while try await !api.eventTypes(started).contains("TaskSubmitted") { await Task.yield() }
            let token = try #require(queue.sent.withLock { $0.first }?["MessageBody"]?["token"])
            try await api.success("SendTaskSuccess", ["taskToken": token, "output": "42"])
            _ = await service.running.end(of: execution)
            let described = try await api.success("DescribeExecution", ["executionArn": .string(execution)])
            #expect(described["output"] == "42")
            #expect(
                try await api.eventTypes(started) == [
                    "ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSubmitted",
                    "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded",
                ]
            )
        }
    }
}

extension APIClient {
    fileprivate func eventTypes(_ execution: JSONObject) async throws -> [String] {
        let history = try await success("GetExecutionHistory", execution)
        return history["events"]?.array?.compactMap { $0["type"]?.string } ?? []
    }
}
