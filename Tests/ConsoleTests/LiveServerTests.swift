// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import Testing

@testable import Console

/// The whole way through HTTP.
@Suite(.serialized, .timeLimit(.minutes(1))) struct LiveServerTests {
    private struct Answer {
        let status: Int
        let body: JSONValue
        let headers: HTTPResponse
    }

    private func withServer(_ body: (_ send: (String, [UInt8]) async throws -> Answer) async throws -> Void)
        async throws
    {
        var configuration = ConsoleConfiguration()
        configuration.port = 0
        let server = try ConsoleServer(configuration)
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let running = Task { try await server.run { continuation.yield($0) } }
        defer { running.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let transport = try CurlTransport()
        try await body { target, bytes in
            let request = HTTPRequest(
                .post,
                "http://127.0.0.1:\(port)/",
                headers: [HTTPHeader("X-Amz-Target", target)],
                body: bytes
            )
            let (response, body) = try await transport.send(request)
            return Answer(status: response.status, body: try JSONValue(parsing: body), headers: response)
        }
    }

    @Test func answersInTheAWSProtocol() async throws {
        try await withServer { send in
            let created = try await send("AWSStepFunctions.CreateActivity", Array(#"{"name":"work"}"#.utf8))
            #expect(created.status == 200)
            #expect(created.body["activityArn"]?.string == "arn:aws:states:us-east-1:123456789012:activity:work")
            #expect(created.headers[header: "Content-Type"] == "application/x-amz-json-1.0")

            let refused = try await send("AWSStepFunctions.CreateActivity", Array(#"{"name":"no way"}"#.utf8))
            #expect(refused.status == 400)
            #expect(refused.headers[header: "X-Amzn-ErrorType"] == "InvalidName")
        }
    }

    @Test func refusesABodyOfNineMebibytes() async throws {
        try await withServer { send in
            let answer = try await send(
                "AWSStepFunctions.ListActivities",
                Array(repeating: UInt8(ascii: " "), count: 9 << 20)
            )
            #expect(answer.status == 413)
            #expect(answer.body["__type"] == "RequestEntityTooLargeException")
        }
    }
}
