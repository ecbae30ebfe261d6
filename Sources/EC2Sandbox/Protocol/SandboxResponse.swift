// SPDX-License-Identifier: Apache-2.0

/// What the sandbox's server sends back, and how.
package struct SandboxResponse: Sendable, Hashable {
    /// How much of the answer reaches the client.
    package enum Delivery: Sendable, Hashable {
        case whole
        /// `Content-Length` announces the whole body, then the connection closes after this many bytes of it.
        case cutAfter(bytes: Int)
        /// The connection closes without an answer.
        case reset
    }

    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]
    /// To be waited for before the first byte is sent.
    package var delay: Duration
    package var delivery: Delivery

    package init(
        status: Int = 200,
        headers: [String: String] = [:],
        body: [UInt8] = [],
        delay: Duration = .zero,
        delivery: Delivery = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.delay = delay
        self.delivery = delivery
    }
}
