// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// What the validator said about one file.
struct DefinitionCheck: FileCheck {
    let file: String
    let text: String
    let problems: [Problem]

    var isJSON: Bool { (try? JSONValue(parsing: text)) != nil }

    var isValid: Bool { !problems.contains { $0.severity == .error } }

    var lines: [String] {
        guard !problems.isEmpty else { return ["\(file): valid"] }
        return problems.map { problem in
            let place = location(of: problem).map { ":\($0)" } ?? ""
            let pointer = problem.pointer.map { " (\($0.description.isEmpty ? "/" : $0.description))" } ?? ""
            return "\(file)\(place): \(problem.severity.rawValue.lowercased()): \(problem.message)\(pointer)"
        }
    }

    var json: JSONValue {
        [
            "file": .string(file),
            "valid": .bool(isValid),
            "problems": .array(problems.map(json)),
        ]
    }

    private func json(_ problem: Problem) -> JSONValue {
        let location = location(of: problem)
        return [
            "severity": .string(problem.severity.rawValue),
            "code": .string(problem.code),
            "message": .string(problem.message),
            "pointer": problem.pointer.map { .string($0.description) } ?? .null,
            "line": location.map { .integer($0.line) } ?? .null,
            "column": location.map { .integer($0.column) } ?? .null,
        ]
    }

    private func location(of problem: Problem) -> SourceLocation? {
        problem.pointer.flatMap { locate($0, in: text) }
    }
}
