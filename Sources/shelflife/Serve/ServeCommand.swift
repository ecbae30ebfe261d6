// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Foundation
import LocalRunner
import StatesEngine

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the Step Functions API and a web console on this machine.",
        discussion: """
            For `aws stepfunctions --endpoint-url`, boto3 and any other client, with any credentials. Tasks that invoke \
            one of Shelflife's workers run it on the account that the options name; other services are called where \
            AWS_ENDPOINT_URL and its kin say.
            """
    )

    @Option(parsing: .unconditional, help: "The port to listen on; 0 takes a free one.")
    var port = 8083

    @Option(
        help: ArgumentHelp("The address to listen on. Others than loopback expose every execution.", valueName: "A")
    )
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            "Keep executions in this SQLite file; without one they end with the process.",
            valueName: "FILE"
        )
    )
    var db: String?

    @Option(
        help: ArgumentHelp(
            "A MockConfigFile.json, as Step Functions Local reads it; SFN_MOCK_CONFIG by default.",
            valueName: "FILE"
        )
    )
    var mockConfig: String?

    @Option(
        help: ArgumentHelp(
            """
            A Lambda function of that name: a program for provided.al2023, as bootstrap is, with its handler, or a URL \
            that serves Lambda's Invoke API. Can be given several times.
            """,
            valueName: "NAME=PROGRAM:HANDLER|URL"
        )
    )
    var function: [FunctionBinding] = []

    @Flag(help: "No limit on history events and payloads: for benchmarks, not for rehearsals.")
    var liftLimits = false

    @OptionGroup(title: "Account of the workers")
    var target: TargetOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, not \(port)") }
        for binding in function { try binding.check() }
    }

    func run() async throws {
        // The address is the first line that anybody sees; LOG_LEVEL=info brings the server's own words back.
        setenv("LOG_LEVEL", "warning", 0)
        var configuration = ConsoleConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.databasePath = db
        configuration.mockConfigurationPath = mockConfig ?? ProcessInfo.processInfo.environment["SFN_MOCK_CONFIG"]
        if let path = configuration.mockConfigurationPath { _ = try readInput(path) }
        if let db { try ServedDatabase.hold(db) }
        if liftLimits { configuration.liftLimits() }
        configuration.workflows = BuiltInWorkflow.all
        configuration.functions = LocalFunctions.logging(ec2: try await target.connect().ec2)
        let bindings = try FunctionBindings(function)
        do {
            try configuration.useEndpoints()
            configuration.bind(bindings)
            configuration.integrations = NoticePrinter(next: configuration.integrations)
            let server = try ConsoleServer(configuration)
            try await server.run { [host, db] port in
                // Scripts that asked for port 0 read the address here, hence unbuffered.
                FileHandle.standardOutput.write(Data("http://\(host):\(port)\n".utf8))
                standardError.write(
                    "Step Functions API, \(db.map { "kept in \($0)" } ?? "in memory"). Stop with Ctrl-C."
                )
            }
            await bindings.stop()
        } catch {
            await bindings.stop()
            throw Failure("cannot serve on \(host):\(port): \(error)")
        }
    }
}
