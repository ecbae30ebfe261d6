// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import OrderedJSON

/// What is wrong with a policy, if anything is.
struct PolicyCheck: FileCheck {
    let file: String
    let isJSON = true
    private let problem: String?
    private let location: SourceLocation?

    /// A document is taken for a policy when it has a policy's members and none of a definition's.
    static func isPolicy(_ document: JSONValue) -> Bool {
        document["States"] == nil && document["StartAt"] == nil
            && ["policy", "select", "retain", "create"].contains { document[$0] != nil }
    }

    init(file: String, text: String, document: JSONValue) {
        self.file = file
        do {
            _ = try document.decoded(as: LifecyclePolicy.self)
            problem = nil
            location = nil
        } catch {
            problem = "\(error)"
            location = (error as? PolicyError).flatMap { locate(Self.pointer($0.path, in: document), in: text) }
        }
    }

    /// A missing member is told at the object that lacks it.
    private static func pointer(_ path: [String], in document: JSONValue) -> JSONPointer {
        var pointer = JSONPointer()
        var value = document
        for component in path {
            if let index = Int(component), let element = value[index] {
                (pointer, value) = (pointer.appending(index), element)
            } else if let member = value[component] {
                (pointer, value) = (pointer.appending(component), member)
            } else {
                break
            }
        }
        return pointer
    }

    var isValid: Bool { problem == nil }

    var lines: [String] {
        guard let problem else { return ["\(file): valid policy"] }
        return ["\(file)\(location.map { ":\($0)" } ?? ""): error: \(problem)"]
    }

    var json: JSONValue {
        let problems = problem.map { problem -> [JSONValue] in
            [
                [
                    "severity": "ERROR", "code": "POLICY", "message": .string(problem), "pointer": nil,
                    "line": location.map { .integer($0.line) } ?? .null,
                    "column": location.map { .integer($0.column) } ?? .null,
                ]
            ]
        }
        return ["file": .string(file), "valid": .bool(isValid), "problems": .array(problems ?? [])]
    }
}
