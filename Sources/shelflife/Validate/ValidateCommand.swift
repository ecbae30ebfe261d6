// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OrderedJSON
import StatesLanguage

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check state machine definitions in the Amazon States Language, and policies.",
        discussion: """
            Every problem is told with its place. Exit status 1 when a file has an error, 2 when one is no JSON; \
            warnings do not count.
            """
    )

    @Argument(help: ArgumentHelp("Definitions or policies, JSON; - is standard input.", valueName: "FILE"))
    var files: [String]

    @Flag(help: "Check for Express workflows.")
    var express = false

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    func run() throws {
        let checks = try files.map(check)
        switch output {
        case .text: checks.flatMap(\.lines).forEach { print($0) }
        case .json: print(JSONValue.array(checks.map(\.json)).serialized(.pretty))
        }
        if let check = checks.first(where: { !$0.isJSON }) { throw Failure.invalid("\(check.file) is no JSON") }
        let count = checks.count { !$0.isValid }
        guard count == 0 else {
            throw Failure("\(count) of \(checks.count) files \(count == 1 ? "has" : "have") errors")
        }
    }

    private func check(_ file: String) throws(Failure) -> any FileCheck {
        let text = try readInput(file)
        if let document = try? JSONValue(parsing: text), PolicyCheck.isPolicy(document) {
            return PolicyCheck(file: file, text: text, document: document)
        }
        let problems = StateMachineDefinition.check(parsing: text, isExpress: express).problems
        return DefinitionCheck(file: file, text: text, problems: problems)
    }
}

/// What is to be told about one file.
protocol FileCheck {
    var file: String { get }
    var isJSON: Bool { get }
    var isValid: Bool { get }
    /// A line a problem, in the form that editors jump to: `file:line:column: error: sentence`.
    var lines: [String] { get }
    var json: JSONValue { get }
}
