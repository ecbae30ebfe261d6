// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// An execution that a test recorded.
struct RecordedRun {
    let history: RecordedHistory
    let outcome: ExecutionOutcome

    static let lambda = "arn:aws:states:::lambda:invoke"

    /// Lists, then a Map over what was listed with a task that may be tried twice, two branches, and an end.
    static let definition: JSONValue = [
        "StartAt": "List",
        "States": [
            "List": [
                "Type": "Task", "Resource": .string(lambda),
                "Parameters": ["FunctionName": "list", "Payload": ["id.$": "$$.Execution.Id", "kind.$": "$.kind"]],
                "ResultSelector": ["items.$": "$.Payload"], "ResultPath": "$.listed", "Next": "Each",
            ],
            "Each": [
                "Type": "Map", "ItemsPath": "$.listed.items", "MaxConcurrency": 2, "ResultPath": "$.results",
                "ItemProcessor": [
                    "StartAt": "Work",
                    "States": [
                        "Work": [
                            "Type": "Task", "Resource": .string(lambda),
                            "Parameters": ["FunctionName": "work", "Payload": ["item.$": "$"]],
                            "Retry": [["ErrorEquals": ["Busy"], "IntervalSeconds": 3, "MaxAttempts": 2]],
                            "Catch": [["ErrorEquals": ["Broken"], "Next": "Skip"]], "OutputPath": "$.Payload",
                            "End": true,
                        ],
                        "Skip": ["Type": "Pass", "Result": "skipped", "End": true],
                    ],
                ],
                "Next": "Both",
            ],
            "Both": [
                "Type": "Parallel", "ResultPath": "$.both", "Next": "Done",
                "Branches": [
                    ["StartAt": "Pause", "States": ["Pause": ["Type": "Wait", "Seconds": 5, "End": true]]],
                    [
                        "StartAt": "Tell",
                        "States": ["Tell": ["Type": "Task", "Resource": "arn:aws:states:::sns:publish", "End": true]],
                    ],
                ],
            ],
            "Done": ["Type": "Succeed", "OutputPath": "$.results"],
        ],
    ]

    static let answers: [String: [TaskOutcome]] = [
        "List": [.succeeded(["Payload": ["a", "b", "c"], "StatusCode": 200])],
        "Work": [
            .succeeded(["Payload": "done"]), .failed(ErrorOutput(error: "Busy")),
            .failed(ErrorOutput(error: "Broken")), .succeeded(["Payload": "done"]),
        ],
        "Tell": [.succeeded(["MessageId": "1"])],
    ]

    static func play(
        _ definition: JSONValue = definition,
        input: JSONValue = ["kind": "image"],
        answers: [String: [TaskOutcome]] = answers,
        objects: [String: [UInt8]] = [:]
    ) async throws -> RecordedRun {
        let collector = HistoryCollector()
        let record = Machines.record(input: input)
        let driver = ExecutionDriver(
            machine: try Machines.machine(definition),
            record: record,
            services: EngineServices(
                clock: SimulatedClock(now: Machines.start),
                taskRunner: ScriptedTaskRunner(answers),
                objectStore: MemoryObjectStore(objects),
                observer: collector
            )
        )
        let outcome = try await driver.run()
        let events = collector.history(of: record.identity.executionARN)
        return RecordedRun(history: try RecordedHistory(events.map { $0.json() }), outcome: outcome)
    }

    /// What a definition does otherwise than the record.
    func difference(on definition: JSONValue) throws -> ReplayDifference? {
        let replay = HistoryReplay(history, on: try Machines.machine(definition))
        return ReplayDifference.first(of: history.events, and: replay.history)
    }
}

extension JSONValue {
    /// The value with a member at a path replaced or, for nil, removed.
    func with(_ path: [String], _ change: (JSONValue?) -> JSONValue?) -> JSONValue {
        guard let name = path.first, var object = self.object else { return change(self) ?? .null }
        if path.count == 1 {
            if let value = change(object[name]) {
                object[name] = value
            } else {
                _ = object.removeValue(forName: name)
            }
        } else {
            object[name] = (object[name] ?? [:]).with(Array(path.dropFirst()), change)
        }
        return .object(object)
    }
}
