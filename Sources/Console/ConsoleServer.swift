// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// The local service: a Step Functions-compatible API over HTTP, and the web console.
package struct ConsoleServer: Sendable {
    package let service: StepFunctionsService

    /// Opens the store and reads the mock configuration.
    ///
    /// - Throws: What is wrong with them.
    package init(_ configuration: ConsoleConfiguration) throws {
        service = try StepFunctionsService(configuration)
    }

    /// Takes up what was unfinished and serves until the process is told to end.
    ///
    /// - Parameter ready: Called with the port once the server listens.
    /// - Throws: When the address cannot be listened on.
    package func run(ready: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        try await service.register(service.configuration.workflows)
        try await service.resumeUnfinished()
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(service.configuration.host, port: service.configuration.port),
                serverName: "Shelflife"
            ),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? 0) }
        )
        try await application.runService()
    }

    /// What answers requests; tests call it without a socket.
    package var router: Router<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: HostCheck(listeningOn: service.configuration.host))
        StepFunctionsEndpoint(service: service).addRoutes(to: router)
        WebConsole(service: service).addRoutes(to: router)
        return router
    }
}
