// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import OrderedJSON
import StatesLanguage

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check state machine definitions in the Amazon States Language.",
        discussion: """
            Every problem is told with its place. Exit status 1 when a definition has an error; warnings do not count.
            """
    )

    @Argument(help: ArgumentHelp("Definitions, JSON; - is standard input.", valueName: "FILE"))
    var files: [String]

    @Flag(help: "Check for Express workflows.")
    var express = false

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    func run() throws {
        let checks = try files.map { file in
            let text = try readInput(file)
            let problems = StateMachineDefinition.check(parsing: text, isExpress: express).problems
            return DefinitionCheck(file: file, text: text, problems: problems)
        }
        switch output {
        case .text: checks.flatMap(\.lines).forEach { print($0) }
        case .json: print(JSONValue.array(checks.map(\.json)).serialized(.pretty))
        }
        let count = checks.count { !$0.isValid }
        guard count == 0 else {
            throw Failure("\(count) of \(checks.count) definitions \(count == 1 ? "has" : "have") errors")
        }
    }
}
