// SPDX-License-Identifier: Apache-2.0

import AWSClient
import ImageLifecycle

/// An account that nobody can reach.
func unreachableEC2() -> EC2Client {
    EC2Client(
        region: "eu-west-1",
        transport: UnreachableTransport(),
        credentials: nil,
        retries: RetryPolicy(maxAttempts: 1)
    )
}

private struct UnreachableTransport: HTTPTransport {
    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        throw TransportError(.couldNotConnect, "unreachable in this test")
    }
}
