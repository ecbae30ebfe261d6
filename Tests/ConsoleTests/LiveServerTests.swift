// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import Testing

@testable import Console

/// The whole way through HTTP.
@Suite(.serialized, .timeLimit(.minutes(15))) struct LiveServerTests {
    private struct Answer {
        let status: Int
        let body: JSONValue
        let headers: HTTPResponse
    }

    private typealias Send = (_ target: String, _ body: [UInt8], _ headers: [HTTPHeader]) async throws -> Answer

    private func withServer(_ body: (_ send: Send) async throws -> Void) async throws {
        var configuration = ConsoleConfiguration()
        configuration.port = 0
        let server = try ConsoleServer(configuration)
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        let running = Task { try await server.run { continuation.yield($0) } }
        defer { running.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let transport = try CurlTransport()
        try await body { target, bytes, headers in
            let request = HTTPRequest(
                .post,
                "http://127.0.0.1:\(port)/",
                headers: [HTTPHeader("X-Amz-Target", target)] + headers,
                body: bytes
            )
            let (response, body) = try await transport.send(request)
            return Answer(status: response.status, body: try JSONValue(parsing: body), headers: response)
        }
    }

    @Test func answersInTheAWSProtocol() async throws {
        try await withServer { send in
            let created = try await send("AWSStepFunctions.CreateActivity", Array(#"{"name":"work"}"#.utf8), [])
            #expect(created.status == 200)
            #expect(created.body["activityArn"]?.string == "arn:aws:states:us-east-1:123456789012:activity:work")
            #expect(created.headers[header: "Content-Type"] == "application/x-amz-json-1.0")

            let refused = try await send("AWSStepFunctions.CreateActivity", Array(#"{"name":"no way"}"#.utf8), [])
            #expect(refused.status == 400)
            #expect(refused.headers[header: "X-Amzn-ErrorType"] == "InvalidName")
        }
    }

    @Test func refusesABodyOfNineMebibytes() async throws {
        try await withServer { send in
            let answer = try await send(
                "AWSStepFunctions.ListActivities",
                Array(repeating: UInt8(ascii: " "), count: 9 << 20),
                []
            )
            #expect(answer.status == 413)
            #expect(answer.body["__type"] == "RequestEntityTooLargeException")
        }
    }

    @Test func saysThatTheConnectionOfAWorkerEnds() async throws {
        try await withServer { send in
            let created = try await send("AWSStepFunctions.CreateActivity", Array(#"{"name":"work"}"#.utf8), [])
            let arn = try #require(created.body["activityArn"])
            #expect(created.headers[header: "Connection"] != "close")
            let machine: JSONValue = [
                "name": "Work", "roleArn": .string(Fixture.role),
                "definition": .string(#"{"StartAt":"A","States":{"A":{"Type":"Task","Resource":\#(arn),"End":true}}}"#),
            ]
            let made = try await send("AWSStepFunctions.CreateStateMachine", machine.serializedUTF8(), [])
            let start: JSONValue = ["stateMachineArn": try #require(made.body["stateMachineArn"])]
            _ = try await send("AWSStepFunctions.StartExecution", start.serializedUTF8(), [])
            let task: JSONValue = ["activityArn": arn]
            let polled = try await send("AWSStepFunctions.GetActivityTask", task.serializedUTF8(), [])
            #expect(polled.body["input"] == "{}")
            #expect(polled.headers[header: "Connection"] == "close")
        }
    }

    @Test(
        arguments: [
            ("localhost", 200), ("localhost:8083", 200), ("127.0.0.1:1", 200), ("127.1.2.3", 200), ("[::1]:8083", 200),
            ("sync-localhost:8083", 200), ("states.localhost", 200), ("LOCALHOST", 200),
            ("attacker.example", 403), ("attacker.example:8083", 403), ("localhost.attacker.example", 403),
            ("127.0.0.1.attacker.example", 403), ("10.0.0.1", 403), ("notlocalhost", 403),
        ]
    )
    func answersToNamesOfLoopbackAlone(_ host: String, _ status: Int) async throws {
        try await withServer { send in
            let answer = try await send(
                "AWSStepFunctions.ListActivities",
                Array("{}".utf8),
                [HTTPHeader("Host", host)]
            )
            #expect(answer.status == status)
        }
    }
}
