// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ImageLifecycle
import OrderedJSON

struct UndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Bring back what a run retired, as far as it can be.",
        discussion: """
            Takes marks, deprecation and disabling back, with the launch permissions that were saved, and restores from \
            the Recycle Bin what one of its rules still holds. What cannot be brought back is told with the reason, \
            and the exit status is 1.
            """
    )

    @Argument(
        help: ArgumentHelp(
            """
            A run's record (run --record FILE, or what run --output json printed), images or snapshots by id, or a \
            policy's name: all that it has marked.
            """,
            valueName: "RUN|ID|POLICY"
        )
    )
    var subjects: [String]

    @Flag(help: "Tag what is back shelflife:keep, so that the next run does not retire it again.")
    var keep = false

    @OptionGroup(title: "Account")
    var target: TargetOptions

    @Option(help: "text for people, json for programs.")
    var output = OutputFormat.text

    func run() async throws {
        let requests = try subjects.map { try UndoRequest($0) }
        let account = try await target.connect()
        let undoing = try await Undoing(account: account, keeps: keep)
        for request in requests { try undoing.check(request.origin) }

        let progress = ProgressLine(isQuiet: output == .json)
        var results: [UndoResult] = []
        var done: Set<String> = []
        for item in requests.flatMap({ undoing.items(of: $0) }) where done.insert(item.resourceID).inserted {
            progress.show("bringing back \(item.resourceID), \(results.count) done")
            results.append(await undoing.undo(item))
        }
        progress.end()

        let report = UndoReport(results: results)
        print(output == .json ? report.json.serialized(.pretty) : report.text)
        let lost = results.count { !$0.isBack }
        if lost > 0 { throw Failure("\(lost) of \(results.count) could not be brought back") }
    }
}
