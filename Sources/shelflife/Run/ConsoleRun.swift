// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON

/// A run that is watched in the web console: a service of its own on a free port, with this one execution.
struct ConsoleRun {
    let workflow: String
    /// JSON text in the Amazon States Language.
    let definition: String
    let input: JSONValue
    let ec2: any EC2

    /// Serves until the process is told to end.
    ///
    /// - Throws: ``Failure`` when that is not possible.
    func run() async throws {
        var configuration = ConsoleConfiguration()
        configuration.port = 0
        configuration.workflows = [
            BuiltInWorkflow(name: workflow, definition: definition, sampleInput: input.serialized())
        ]
        configuration.functions = LocalFunctions.logging(ec2: ec2)
        do {
            try configuration.useEndpoints()
            configuration.integrations = NoticePrinter(next: configuration.integrations)
            let server = try ConsoleServer(configuration)
            try await server.run { [workflow, input, service = server.service] port in
                Task {
                    let path = try await service.start(workflow: workflow, input: input.serialized())
                    let address = "http://127.0.0.1:\(port)\(path)"
                    FileHandle.standardOutput.write(Data("\(address)\n".utf8))
                    standardError.write("Stop with Ctrl-C.")
                    if standardError.isTerminal { Self.open(address) }
                }
            }
        } catch {
            throw Failure("cannot open the console: \(error)")
        }
    }

    /// Asks the desktop, if there is one, to show the address; who has none has read it.
    private static func open(_ address: String) {
        #if os(macOS)
            let command = "open"
        #else
            let command = "xdg-open"
        #endif
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command, address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try? process.run()
    }
}
