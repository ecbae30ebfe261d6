// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// How the journal writes the events of an execution: one JSON object each, `{"kind": …}`.
enum JournalCoding {
    struct Unreadable: Error, CustomStringConvertible {
        let text: String
        var description: String { "the journal has an entry that cannot be read: \(text.prefix(200))" }
    }

    static func text(of event: ExecutionEvent) -> String {
        JSONValue.object(json(of: event)).serialized()
    }

    static func event(from text: String) throws -> ExecutionEvent {
        let json = try JSONValue(parsing: text)
        guard let event = event(from: json) else { throw Unreadable(text: text) }
        return event
    }

    // MARK: Writing

    private static func json(of event: ExecutionEvent) -> JSONObject {
        switch event {
        case .started:
            ["kind": "started"]
        case .taskProgressed(let id, let progress):
            ["kind": "taskProgressed", "task": .integer(id.number), "progress": json(of: progress)]
        case .taskEnded(let id, let outcome):
            ["kind": "taskEnded", "task": .integer(id.number), "outcome": json(of: outcome)]
        case .timerFired(let id):
            ["kind": "timerFired", "timer": .integer(id.number)]
        case .itemsRead(let id, let result):
            ["kind": "itemsRead", "mapRun": .integer(id.number), "result": json(of: result.map(JSONValue.array))]
        case .childEnded(let id, let child, let outcome):
            [
                "kind": "childEnded", "mapRun": .integer(id.number), "child": .integer(child),
                "outcome": json(of: outcome),
            ]
        case .resultsWritten(let id, let result):
            ["kind": "resultsWritten", "mapRun": .integer(id.number), "result": json(of: result)]
        case .mapRunUpdated(let id, let update):
            ["kind": "mapRunUpdated", "mapRun": .integer(id.number), "update": json(of: update)]
        case .stopRequested(let reason):
            ["kind": "stopRequested", "reason": reason.json]
        case .redriven:
            ["kind": "redriven"]
        }
    }

    private static func json(of progress: TaskProgress) -> JSONValue {
        switch progress {
        case .started(let workerName):
            .object(JSONObject(present: [("kind", "started"), ("workerName", .string(workerName))]))
        case .submitted(let answer):
            ["kind": "submitted", "answer": answer]
        case .heartbeat:
            ["kind": "heartbeat"]
        }
    }

    private static func json(of outcome: TaskOutcome) -> JSONValue {
        switch outcome {
        case .succeeded(let result): ["kind": "succeeded", "result": result]
        case .failed(let failure): ["kind": "failed", "failure": failure.json]
        case .timedOut: ["kind": "timedOut"]
        case .handedOver(nil): ["kind": "handedOver"]
        case .handedOver(let answer?): ["kind": "handedOver", "answer": answer]
        }
    }

    private static func json(of outcome: ExecutionOutcome) -> JSONValue {
        switch outcome {
        case .succeeded(let output): ["kind": "succeeded", "output": output]
        case .failed(let failure): ["kind": "failed", "failure": failure.json]
        case .timedOut(let failure): ["kind": "timedOut", "failure": failure.json]
        case .aborted(let failure): ["kind": "aborted", "failure": failure.json]
        }
    }

    private static func json(of result: Result<JSONValue, ErrorOutput>) -> JSONValue {
        switch result {
        case .success(let value): ["value": value]
        case .failure(let failure): ["failure": failure.json]
        }
    }

    private static func json(of update: MapRunUpdate) -> JSONValue {
        .object(
            JSONObject(present: [
                ("maxConcurrency", update.maxConcurrency.map { .integer($0) }),
                ("toleratedFailureCount", update.toleratedFailureCount.map { .integer($0) }),
                ("toleratedFailurePercentage", update.toleratedFailurePercentage.map { .number(JSONNumber($0)) }),
            ])
        )
    }

    // MARK: Reading

    private static func event(from json: JSONValue) -> ExecutionEvent? {
        let task = json["task"]?.integer.map(TaskID.init)
        let mapRun = json["mapRun"]?.integer.map(MapRunID.init)
        switch (json["kind"]?.string, task, mapRun) {
        case ("started", _, _):
            return .started
        case ("taskProgressed", let task?, _):
            return progress(from: json["progress"]).map { .taskProgressed(task, $0) }
        case ("taskEnded", let task?, _):
            return taskOutcome(from: json["outcome"]).map { .taskEnded(task, $0) }
        case ("timerFired", _, _):
            return json["timer"]?.integer.map { .timerFired(TimerID($0)) }
        case ("itemsRead", _, let mapRun?):
            return result(from: json["result"]).map { .itemsRead(mapRun, $0.map { $0.array ?? [] }) }
        case ("childEnded", _, let mapRun?):
            guard let child = json["child"]?.integer, let outcome = outcome(from: json["outcome"]) else { return nil }
            return .childEnded(mapRun, child: child, outcome)
        case ("resultsWritten", _, let mapRun?):
            return result(from: json["result"]).map { .resultsWritten(mapRun, $0) }
        case ("mapRunUpdated", _, let mapRun?):
            return .mapRunUpdated(mapRun, update(from: json["update"]))
        case ("stopRequested", _, _):
            return .stopRequested(failure(from: json["reason"]))
        case ("redriven", _, _):
            return .redriven
        default:
            return nil
        }
    }

    private static func progress(from json: JSONValue?) -> TaskProgress? {
        switch json?["kind"]?.string {
        case "started": .started(workerName: json?["workerName"]?.string)
        case "submitted": .submitted(json?["answer"] ?? .null)
        case "heartbeat": .heartbeat
        default: nil
        }
    }

    private static func taskOutcome(from json: JSONValue?) -> TaskOutcome? {
        switch json?["kind"]?.string {
        case "succeeded": .succeeded(json?["result"] ?? .null)
        case "failed": .failed(failure(from: json?["failure"]))
        case "timedOut": .timedOut
        case "handedOver": .handedOver(json?["answer"])
        default: nil
        }
    }

    private static func outcome(from json: JSONValue?) -> ExecutionOutcome? {
        switch json?["kind"]?.string {
        case "succeeded": .succeeded(json?["output"] ?? .null)
        case "failed": .failed(failure(from: json?["failure"]))
        case "timedOut": .timedOut(failure(from: json?["failure"]))
        case "aborted": .aborted(failure(from: json?["failure"]))
        default: nil
        }
    }

    private static func result(from json: JSONValue?) -> Result<JSONValue, ErrorOutput>? {
        if let value = json?["value"] { return .success(value) }
        return (json?["failure"]).map { .failure(failure(from: $0)) }
    }

    private static func failure(from json: JSONValue?) -> ErrorOutput {
        ErrorOutput(error: json?["Error"]?.string, cause: json?["Cause"]?.string)
    }

    private static func update(from json: JSONValue?) -> MapRunUpdate {
        MapRunUpdate(
            maxConcurrency: json?["maxConcurrency"]?.integer,
            toleratedFailureCount: json?["toleratedFailureCount"]?.integer,
            toleratedFailurePercentage: json?["toleratedFailurePercentage"]?.number?.double
        )
    }
}
