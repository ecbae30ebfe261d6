// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import OrderedJSON
import StatesEngine
import StatesLanguage

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Step through a recorded execution, or execute it again on a changed definition.",
        discussion: """
            HISTORY is what `aws stepfunctions get-execution-history` prints, all pages of it, or an execution of \
            `shelflife serve --db FILE`. On a terminal the arrow keys step through it. With --definition every task is \
            answered from the record, and the first state, input or outcome that differs is told; exit status 1 then.
            """
    )

    @Argument(help: "The history: a file, - for standard input; with --db an execution's ARN, name or number.")
    var history: String

    @Option(help: ArgumentHelp("Execute the recorded execution on this definition.", valueName: "FILE"))
    var definition: String?

    @Option(help: ArgumentHelp("The database that `serve` keeps executions in.", valueName: "FILE"))
    var db: String?

    @Option(help: "text for people, json for programs; for --definition.")
    var output = OutputFormat.text

    func validate() throws {
        guard output == .text || definition != nil else { throw ValidationError("--output json needs --definition") }
    }

    func run() throws {
        let source = try ReplaySource(history, database: db)
        guard let definition else { return try show(source) }
        let difference = try source.difference(on: ReplayDefinition(file: definition))
        let report = ReplayReport(source: source, definition: definition, difference: difference)
        print(output == .json ? report.json.serialized(.pretty) : report.text)
        if difference != nil { throw ExitCode.failure }
    }

    private func show(_ source: ReplaySource) throws {
        if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, history != "-" {
            try ReplayTerminal(events: source.recorded.events, title: source.name).run()
        } else {
            print(ReplayListing(events: source.recorded.events).text)
        }
    }
}
