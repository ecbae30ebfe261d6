// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// Emits the state machines, the templates and what belongs to them.
@main
struct CodegenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shelflife-codegen",
        abstract: "Writes the state machine definitions and CloudFormation templates.",
        discussion: """
            Files whose bytes already are right are not touched. With --check nothing is written; a difference is shown \
            and the exit status is 1.
            """
    )

    @Flag(help: "Compare with the files on disk, show what differs, write nothing.")
    var check = false

    @Option(help: ArgumentHelp("The repository's root, below which the files stand.", valueName: "dir"))
    var output = "."

    func run() throws {
        let files = try Artifacts.all()
        let tree = FileTree(root: URL(filePath: output, directoryHint: .isDirectory))
        let isClean = try check ? report(files, in: tree) : write(files, to: tree)
        guard isClean else { throw ExitCode(1) }
    }

    private func report(_ files: [GeneratedFile], in tree: FileTree) throws -> Bool {
        var staleFiles = 0
        for file in files {
            switch try tree.status(of: file) {
            case .upToDate:
                continue
            case .missing:
                print("\(file.path) is missing")
            case .stale(let onDisk):
                print(UnifiedDiff(from: onDisk, to: file.contents).rendered(path: file.path), terminator: "")
            }
            staleFiles += 1
        }
        let verdict =
            staleFiles == 0
            ? "\(files.count) files are up to date"
            : "\(staleFiles) of \(files.count) files are stale: run `swift run shelflife-codegen` and commit them"
        print(verdict)
        return staleFiles == 0
    }

    private func write(_ files: [GeneratedFile], to tree: FileTree) throws -> Bool {
        for file in files {
            if try tree.status(of: file) == .upToDate {
                print("\(file.path): up to date")
            } else {
                try tree.write(file)
                print("\(file.path): written")
            }
        }
        return true
    }
}
