// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Hummingbird
import Logging

struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Serve an EC2 account in memory to any AWS client, on this machine only.",
        discussion: """
            Point a client at it with --endpoint-url or AWS_ENDPOINT_URL_EC2 and any credentials. The sample account is \
            the same for the same seed.
            """
    )

    @Option(parsing: .unconditional, help: "The port to listen on; 0 takes a free one.")
    var port = 4599

    @OptionGroup var account: EmbeddedAccountOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535, not \(port)") }
    }

    func run() async throws {
        let sandbox = try account.makeSandbox(startingAt: account.start)
        var logger = Logger(label: "sandbox")
        logger.logLevel = .error
        let application = Application(
            responder: SandboxResponder(sandbox: sandbox),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                // Scripts that asked for port 0 read the address here, hence unbuffered.
                FileHandle.standardOutput.write(Data("http://127.0.0.1:\(port)\n".utf8))
                standardError.write(
                    "EC2 sandbox with \(account.images) images, seed \(account.seed). Stop with Ctrl-C."
                )
            },
            logger: logger
        )
        do {
            try await application.runService()
        } catch {
            throw Failure("cannot serve on port \(port): \(error)")
        }
    }
}
