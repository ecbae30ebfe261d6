// SPDX-License-Identifier: Apache-2.0

package import AWSClient
package import EC2Sandbox

/// Brings requests to the embedded account without a network.
package struct SandboxTransport: HTTPTransport {
    let sandbox: EC2Sandbox
    /// How a late answer is waited for.
    private let pause: @Sendable (Duration) async -> Void

    package init(
        sandbox: EC2Sandbox,
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.sandbox = sandbox
        self.pause = pause
    }

    package func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        let answer = sandbox.respond(
            to: SandboxRequest(
                method: request.method.rawValue,
                headers: Dictionary(
                    // The host tells the region of a request that is not signed.
                    request.headers.map { ($0.name, $0.value) } + [("Host", request.host)],
                    uniquingKeysWith: { first, _ in first }
                ),
                body: request.body
            )
        )
        if answer.delay > .zero { await pause(answer.delay) }
        let delivered: ArraySlice<UInt8> =
            switch answer.delivery {
            case .whole: answer.body[...]
            case .cutAfter(let count): answer.body.prefix(count)
            case .reset: []
            }
        let wasAccepted = delivered.withUnsafeBytes { body.receive($0) }
        guard wasAccepted else { throw TransportError(.bodyRefused, "the answer was refused") }
        guard answer.delivery == .whole else {
            throw TransportError(.answerLost, "the embedded account dropped the connection, as its faults file says")
        }
        return HTTPResponse(status: answer.status, headers: answer.headers.map { HTTPHeader($0.key, $0.value) })
    }
}
