// SPDX-License-Identifier: Apache-2.0

import Foundation
import OrderedJSON
import StatesEngine
import Testing

/// One of the cases that were recorded against AWS, as far as the engine alone can play it.
struct RecordedCase: Sendable, CustomTestStringConvertible {
    let id: String
    let category: String
    let json: JSONValue

    var testDescription: String { id }

    /// The cases beside the project, none where they are not.
    static let all: [RecordedCase] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [
            root.deletingLastPathComponent(), root.deletingLastPathComponent().deletingLastPathComponent(),
        ]
        let folders = candidates.map { $0.appending(path: "shared/conformance/open") }
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0.path()) }),
            let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        else { return [] }
        return files.compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }.sorted { $0.path() < $1.path() }
            .compactMap { url in
                guard let data = try? Data(contentsOf: url), let json = try? JSONValue(parsing: data),
                    let id = json["id"]?.string, let category = json["category"]?.string
                else { return nil }
                return RecordedCase(id: id, category: category, json: json)
            }
    }()

    /// An execution that the case starts, and the history that AWS wrote of it.
    struct Execution: Sendable {
        let step: String
        let machineName: String
        let definition: JSONValue
        let input: JSONValue
        let outcomes: [String: [TaskOutcome]]
        let expected: [JSONValue]
    }

    /// The executions with a recorded history.
    var executions: [Execution] {
        (json["checks"]?.array ?? []).compactMap { check in
            guard check["kind"]?.string == "history", let key = check["key"]?.string,
                let query = check["value"]?["$ref"]?.string.flatMap(step),
                let startID = Self.reference(query["params"]?["executionArn"]),
                let start = step(startID), start["op"]?.string == "StartExecution",
                let createID = Self.reference(start["params"]?["stateMachineArn"]), let create = step(createID),
                let text = create["params"]?["definition"]?.string,
                let definition = try? JSONValue(parsing: filled(text)),
                let expected = json["expected"]?[key]?["events"]?.array
            else { return nil }
            return Execution(
                step: startID,
                machineName: create["params"]?["name"]?.string ?? "machine",
                definition: definition,
                input: (start["params"]?["input"]?.string).flatMap { try? JSONValue(parsing: filled($0)) } ?? [:],
                outcomes: outcomes(of: startID),
                expected: expected
            )
        }
    }

    /// The objects that the case puts into S3, by bucket and key.
    var objects: [String: [UInt8]] {
        var objects: [String: [UInt8]] = [:]
        for object in json["s3"]?.array ?? [] {
            guard let bucket = object["bucket"]?.string, let key = object["key"]?.string else { continue }
            objects["\(bucket)/\(key)"] = Array((object["body"]?.string ?? "").utf8)
        }
        return objects
    }

    private func step(_ id: String) -> JSONValue? {
        json["steps"]?.array?.first { $0["id"]?.string == id }
    }

    /// The text with references to earlier answers, and to days from now, filled in.
    private func filled(_ text: String) -> String {
        text.replacing(/\$\{(s\d+)\.(\w+)\}|\$\{now\+(-?\d+)d\}/) { match in
            if let days = match.output.3.flatMap({ Double($0) }) {
                let now = Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970.rounded())
                return String(now.adding(seconds: days * 86_400).description.dropLast(5))
            }
            let name = match.output.1.flatMap { step(String($0)) }?["params"]?["name"]?.string ?? "name"
            let kind = match.output.2 == "activityArn" ? "activity" : "stateMachine"
            return "arn:aws:states:us-east-1:111111111111:\(kind):\(name)"
        }
    }

    private func outcomes(of step: String) -> [String: [TaskOutcome]] {
        let execution = json["tasks"]?["executions"]?.array?.first { $0["step"]?.string == step }
        var outcomes: [String: [TaskOutcome]] = [:]
        for (state, value) in execution?["states"]?.object ?? [:] {
            outcomes[state] = (value["outcomes"]?.array ?? []).map { outcome in
                if let result = outcome["return"] { return .succeeded(result) }
                let error = outcome["error"]?.string ?? "States.TaskFailed"
                return error == "States.Timeout"
                    ? .timedOut : .failed(ErrorOutput(error: error, cause: outcome["cause"]?.string))
            }
        }
        return outcomes
    }

    /// `s1` of `${s1.executionArn}`.
    private static func reference(_ value: JSONValue?) -> String? {
        guard let text = value?.string, text.hasPrefix("${") else { return nil }
        return text.dropFirst(2).split(separator: ".").first.map(String.init)
    }
}
