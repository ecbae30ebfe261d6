// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONata
import OrderedJSON
import Testing

/// A case of the published JSONata test suite.
struct SuiteCase: Sendable, CustomTestStringConvertible {
    /// What a case expects.
    enum Expectation: Sendable {
        case result(JSONValue)
        case undefined
        case error(code: String, token: String?, message: String?)
    }

    /// `group/file#index`.
    let id: String
    let expression: String
    let input: JSONValue?
    let bindings: [String: JSONValue]
    let limits: JSONata.Limits
    let expectation: Expectation
    let isUnordered: Bool

    var testDescription: String { id }

    /// Why the case fails; nil when it passes.
    func failure() -> String? {
        let outcome: Result<JSONValue?, any Error> = Result {
            try JSONata.Expression(parsing: expression)
                .evaluate(input, bindings: bindings, in: JSONata.Environment(limits: limits))
        }
        switch (outcome, expectation) {
        case (.success(let actual?), .result(let expected)):
            return isSame(actual, expected) ? nil : "expected \(expected), got \(actual)"
        case (.success(nil), .undefined): return nil
        case (.failure(let error), .error(let code, let token, let message)):
            return difference(error, code, token, message)
        case (.success(let actual), _): return "expected \(expectation), got \(actual?.description ?? "undefined")"
        case (.failure(let error), _): return "expected \(expectation), got \(error)"
        }
    }

    private func isSame(_ actual: JSONValue, _ expected: JSONValue) -> Bool {
        guard isUnordered, var rest = actual.array, let expected = expected.array else {
            return actual.isEquivalent(to: expected)
        }
        guard rest.count == expected.count else { return false }
        for element in expected {
            guard let index = rest.firstIndex(where: { $0.isEquivalent(to: element) }) else { return false }
            rest.remove(at: index)
        }
        return true
    }

    private func difference(_ error: any Error, _ code: String, _ token: String?, _ message: String?) -> String? {
        let actual: (code: String, token: String?, message: String)
        switch error {
        case let error as JSONata.SyntaxError: actual = (error.code, error.token, error.message)
        case let error as JSONata.EvaluationError: actual = (error.code, error.token, error.message)
        default: return "expected \(code), got \(error)"
        }
        guard actual.code == code else { return "expected \(code), got \(error)" }
        if let token, actual.token != token { return "expected token \(token), got \(actual.token ?? "none")" }
        if let message, actual.message != message { return "expected \"\(message)\", got \"\(actual.message)\"" }
        return nil
    }
}

/// The published suite, as files beside the project.
enum Suite {
    /// The suite's folder, looked for beside this checkout and its parents.
    static let folder: URL? = {
        var directory = URL(filePath: #filePath)
        while directory.path != "/" {
            directory.deleteLastPathComponent()
            let candidate = directory.appending(path: "shared/conformance/jsonata")
            if FileManager.default.fileExists(atPath: candidate.appending(path: "groups").path) { return candidate }
        }
        return nil
    }()

    /// What fails, by case.
    static let failures: [String: String] = Dictionary(
        uniqueKeysWithValues: cases.compactMap { testCase in testCase.failure().map { (testCase.id, $0) } }
    )

    static let cases: [SuiteCase] = (try? folder.map(load)) ?? []

    private static func load(_ folder: URL) throws -> [SuiteCase] {
        var cases: [SuiteCase] = []
        var datasets: [String: JSONValue] = [:]
        let groups = folder.appending(path: "groups")
        for group in try FileManager.default.contentsOfDirectory(atPath: groups.path).sorted() {
            let directory = groups.appending(path: group)
            let files = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
            for file in files where file.hasSuffix(".json") {
                let document = try JSONValue(parsing: Data(contentsOf: directory.appending(path: file)))
                for (index, definition) in (document.array ?? [document]).enumerated() {
                    var input = definition["data"]
                    if let name = definition["dataset"]?.string {
                        let path = folder.appending(path: "datasets/\(name).json")
                        input = try datasets[name] ?? JSONValue(parsing: Data(contentsOf: path))
                        datasets[name] = input
                    }
                    let id = "\(group)/\(file.dropLast(5))#\(index)"
                    cases.append(try parse(definition, id, input, directory))
                }
            }
        }
        return cases
    }

    private static func parse(
        _ definition: JSONValue,
        _ id: String,
        _ input: JSONValue?,
        _ directory: URL
    ) throws -> SuiteCase {
        var expression = definition["expr"]?.string ?? ""
        if let file = definition["expr-file"]?.string {
            expression = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
        }
        var limits = JSONata.Limits()
        if let depth = definition["depth"]?.integer { limits.depth = depth }
        // Ten times the suite's, for a debug build beside other tests.
        if let time = definition["timelimit"]?.integer { limits.duration = .milliseconds(10 * time) }
        let expectation: SuiteCase.Expectation
        if let result = definition["result"] {
            expectation = .result(result)
        } else if let code = definition["code"]?.string ?? definition["error"]?["code"]?.string {
            let token = definition["token"]?.string ?? definition["error"]?["token"]?.string
            expectation = .error(code: code, token: token, message: definition["error"]?["message"]?.string)
        } else {
            expectation = .undefined
        }
        let bindings = definition["bindings"]?.object.map { members in
            Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value) })
        }
        return SuiteCase(
            id: id,
            expression: expression,
            input: input,
            bindings: bindings ?? [:],
            limits: limits,
            expectation: expectation,
            isUnordered: definition["unordered"]?.bool ?? false
        )
    }
}
