// SPDX-License-Identifier: Apache-2.0

/// Sends one request and streams the answer's body.
///
/// Knows nothing of AWS's errors, and never repeats a request.
package protocol HTTPTransport: Sendable {
    /// Sends a request; the sink gets every chunk of the answer in order, also of an error's, on a thread of the
    /// transport's. Throws when no complete answer came back.
    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse
}

/// Takes the body of an answer as it arrives.
package protocol HTTPBodySink: AnyObject, Sendable {
    /// - Parameter bytes: valid during the call only.
    /// - Returns: false to give up on the rest of the answer.
    func receive(_ bytes: UnsafeRawBufferPointer) -> Bool
}

extension HTTPTransport {
    /// Sends a request whose answer is small: no longer than the limit.
    package func send(
        _ request: HTTPRequest,
        limitBytes: Int = 8 << 20
    ) async throws(TransportError) -> (response: HTTPResponse, body: [UInt8]) {
        let buffer = HTTPBodyBuffer(limitBytes: limitBytes)
        let response = try await send(request, body: buffer)
        return (response, buffer.bytes)
    }
}
