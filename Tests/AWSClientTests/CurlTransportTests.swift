// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import AWSClient

@Suite(.timeLimit(.minutes(15)))
struct CurlTransportTests {
    let transport: CurlTransport

    init() throws {
        transport = try CurlTransport()
    }

    private func request(_ server: LoopbackServer, _ body: String = "Action=X") -> HTTPRequest {
        var request = HTTPRequest(.post, server.url, headers: [HTTPHeader("X-Test", "a b")], body: Array(body.utf8))
        request.bypassesProxy = true
        return request
    }

    @Test func sendsMethodHeadersAndBodyAndReturnsStatusHeadersAndBody() async throws {
        try await withServer { _ in
            .http(418, "short and stout", headers: ["X-Answer:  yes "])
        } _: { server in
            let (response, body) = try await transport.send(request(server))
            #expect(response.status == 418)
            #expect(response[header: "x-answer"] == "yes")
            #expect(String(decoding: body, as: UTF8.self) == "short and stout")
            let received = try #require(server.requests.first)
            #expect(received.head.hasPrefix("POST / HTTP/1.1\r\n"))
            #expect(received.header("X-Test") == "a b")
            #expect(received.body == "Action=X")
        }
    }

    @Test func sendsAnEmptyBodyAsZeroBytes() async throws {
        try await withServer { _ in
            .http(200, "")
        } _: { server in
            _ = try await transport.send(request(server, ""))
            #expect(server.requests.first?.header("Content-Length") == "0")
        }
    }

    @Test func putsATokenRequestAsIMDSWantsIt() async throws {
        try await withServer { _ in
            .http(200, "token")
        } _: { server in
            var request = HTTPRequest(.put, server.url + "latest/api/token")
            request.bypassesProxy = true
            _ = try await transport.send(request)
            #expect(server.requests.first?.head.hasPrefix("PUT /latest/api/token HTTP/1.1\r\n") == true)
        }
    }

    @Test func keepsTheConnectionOpenForTheNextRequest() async throws {
        try await withServer { _ in
            .http(200, "ok")
        } _: { server in
            for _ in 0..<3 { _ = try await transport.send(request(server)) }
            #expect(server.requests.map(\.connection) == [1, 1, 1])
        }
    }

    @Test func opensAConnectionOfItsOwnForWhatMustNotBeSentTwice() async throws {
        try await withServer { _ in
            .http(200, "ok")
        } _: { server in
            _ = try await transport.send(request(server))
            var second = request(server)
            second.isRepeatable = false
            _ = try await transport.send(second)
            #expect(server.requests.map(\.connection) == [1, 2])
        }
    }

    @Test func sendsManyRequestsAtOnce() async throws {
        try await withServer { request in
            .http(200, "echo " + request.body)
        } _: { server in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for index in 0..<50 {
                    group.addTask {
                        let (_, body) = try await transport.send(request(server, "\(index)"))
                        return String(decoding: body, as: UTF8.self)
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(answers == Set((0..<50).map { "echo \($0)" }))
        }
    }

    @Test func saysThatNothingWasSentWhenNobodyListens() async throws {
        let server = try LoopbackServer { _ in .silence }
        server.stop()
        let error = await #expect(throws: TransportError.self) { try await transport.send(request(server)) }
        #expect(error?.kind == .couldNotConnect)
        #expect(error?.mayHaveActed == false)
        #expect(error?.message.contains("127.0.0.1:\(server.port)") == true)
    }

    @Test(arguments: [
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    ])
    func saysThatTheAnswerIsLostWhenItBreaksOff(answer: String) async throws {
        try await withServer { _ in
            .bytesAndClose(Array(answer.utf8))
        } _: { server in
            let error = await #expect(throws: TransportError.self) { try await transport.send(request(server)) }
            #expect(error?.kind == .answerLost)
            #expect(error?.mayHaveActed == true)
        }
    }

    /// curl repeats it by itself, and answers as if nothing had been.
    @Test func saysThatTheAnswerIsToARepetition() async throws {
        try await withServer { request in
            request.connection == 1 && request.body == "second" ? .bytesAndClose([]) : .http(400, "gone")
        } _: { server in
            let (first, _) = try await transport.send(request(server, "first"))
            #expect(!first.isToRepetition)
            let (second, _) = try await transport.send(request(server, "second"))
            #expect(second.isToRepetition)
            #expect(second.status == 400)
            #expect(server.requests.map(\.connection) == [1, 1, 2])
            let (third, _) = try await transport.send(request(server, "third"))
            #expect(!third.isToRepetition)
        }
    }

    @Test func endsWithTheTimeout() async throws {
        try await withServer { _ in
            .silence
        } _: { server in
            var slow = request(server)
            slow.timeout = .seconds(2)
            let error = await #expect(throws: TransportError.self) { try await transport.send(slow) }
            #expect(error?.kind == .answerLost)
            #expect(server.requests.count == 1)
        }
    }

    @Test func endsWhenTheTaskIsCancelled() async throws {
        try await withServer { _ in
            .silence
        } _: { server in
            let task = Task { try await transport.send(request(server)) }
            while server.requests.isEmpty { await Task.yield() }
            task.cancel()
            let error = await #expect(throws: TransportError.self) { try await task.value }
            #expect(error?.kind == .cancelled)
            // The loop goes on.
            try await withServer { _ in
                .http(200, "ok")
            } _: { other in
                let (response, _) = try await transport.send(request(other))
                #expect(response.status == 200)
            }
        }
    }

    @Test func refusesAnAnswerLongerThanTheLimit() async throws {
        try await withServer { _ in
            .http(200, String(repeating: "x", count: 100))
        } _: { server in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(request(server), limitBytes: 99)
            }
            #expect(error?.kind == .bodyRefused)
        }
    }

    @Test(arguments: ["nonsense://host/", "http://", "file:///etc/passwd", "http://127.0.0.1:99999/"])
    func refusesAnAddressThatIsNone(url: String) async throws {
        let error = await #expect(throws: TransportError.self) { try await transport.send(HTTPRequest(.get, url)) }
        #expect(error?.kind == .invalidRequest)
    }

    @Test func refusesAHeaderWithALineBreak() async throws {
        let request = HTTPRequest(.get, "http://127.0.0.1:1/", headers: [HTTPHeader("A", "b\r\nC: d")])
        let error = await #expect(throws: TransportError.self) { try await transport.send(request) }
        #expect(error == TransportError(.invalidRequest, "the header A holds a control character"))
    }

    @Test func doesNotFollowRedirects() async throws {
        try await withServer { _ in
            .http(302, "", headers: ["Location: http://169.254.169.254/"])
        } _: { server in
            let (response, _) = try await transport.send(request(server))
            #expect(response.status == 302)
        }
    }
}
