// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

@main
struct Shelflife: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelflife",
        abstract: "Give AMIs and EBS snapshots a shelf life.",
        discussion: """
            Every command works on an embedded sample account unless --aws or --endpoint-url says otherwise. Exit status: \
            0 done; 1 the execution failed or a check found a difference; 2 usage or invalid input.
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, PlanCommand.self, UndoCommand.self, SimulateCommand.self, ExportAccountCommand.self,
            SandboxCommand.self, ServeCommand.self, ReplayCommand.self, ValidateCommand.self,
        ]
    )

    /// Parses and runs a command, and ends the process with the status that the documentation promises.
    ///
    /// ArgumentParser's own `main` ends with 64 for wrong usage.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            standardError.write("shelflife: \(failure)")
            Foundation.exit(failure.status.rawValue)
        } catch {
            let status: ExitCode = exitCode(for: error)
            let message = fullMessage(for: error)
            if status == .success {
                print(message)
            } else if !message.isEmpty {
                standardError.write(message)
            }
            Foundation.exit(status == .validationFailure ? Failure.Status.invalid.rawValue : status.rawValue)
        }
    }
}
