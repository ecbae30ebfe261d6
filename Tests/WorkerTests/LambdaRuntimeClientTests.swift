// SPDX-License-Identifier: Apache-2.0

import AWSClient
import FoundationEssentials
import ImageLifecycle
import Synchronization
import Testing

@testable import Worker

struct LambdaRuntimeClientTests {
    /// Answers every request alike and remembers them.
    private final class FixedTransport: HTTPTransport {
        let status: Int
        let headers: [HTTPHeader]
        let body: String
        private let log = Mutex<[HTTPRequest]>([])

        init(_ status: Int, headers: [HTTPHeader] = [], body: String = "") {
            self.status = status
            self.headers = headers
            self.body = body
        }

        var requests: [HTTPRequest] { log.withLock { $0 } }

        func send(_ request: HTTPRequest, body sink: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
            log.withLock { $0.append(request) }
            _ = Array(body.utf8).withUnsafeBytes { sink.receive($0) }
            return HTTPResponse(status: status, headers: headers)
        }
    }

    private func client(_ transport: FixedTransport) -> LambdaRuntimeClient {
        LambdaRuntimeClient(address: "127.0.0.1:9001", transport: transport)
    }

    @Test func takesAnInvocationWithItsHeaders() async throws {
        let transport = FixedTransport(
            200,
            headers: [
                HTTPHeader("lambda-runtime-aws-request-id", "id-1"),
                HTTPHeader("Lambda-Runtime-Deadline-Ms", "1542409706888"),
                HTTPHeader("Lambda-Runtime-Trace-Id", "Root=1"),
                HTTPHeader("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:x:1:function:f"),
            ],
            body: "{\"a\":1}"
        )
        let invocation = try await client(transport).next()
        #expect(
            invocation
                == Invocation(
                    requestID: "id-1",
                    deadline: Date(timeIntervalSince1970: 1_542_409_706.888),
                    traceID: "Root=1",
                    invokedFunctionARN: "arn:aws:lambda:x:1:function:f",
                    payload: Data("{\"a\":1}".utf8)
                )
        )
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next")
        #expect(request.method == .get)
        #expect(request.timeout == nil)
        #expect(request.bypassesProxy)
    }

    @Test func refusesAnInvocationWithoutAnID() async {
        await #expect(throws: RuntimeError.self) { try await client(FixedTransport(200)).next() }
    }

    @Test func postsResponsesAndErrors() async throws {
        let transport = FixedTransport(202)
        let client = client(transport)
        let error = StepError(type: "Shelflife.InvalidInput", message: "at /policy: \"x\"")
        try await client.respond(to: "id", with: Data("{}".utf8))
        try await client.fail("id", with: error)
        try await client.failInitialization(error)
        let base = "http://127.0.0.1:9001/2018-06-01/runtime"
        #expect(
            transport.requests.map(\.url) == [
                "\(base)/invocation/id/response", "\(base)/invocation/id/error", "\(base)/init/error",
            ]
        )
        #expect(transport.requests.allSatisfy { $0.method == .post })
        let document = #"{"errorMessage":"at /policy: \"x\"","errorType":"Shelflife.InvalidInput"}"#
        #expect(transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["{}", document, document])
        #expect(
            transport.requests.last?.headers.contains(
                HTTPHeader("Lambda-Runtime-Function-Error-Type", "Shelflife.InvalidInput")
            ) == true
        )
    }

    @Test func saysWhatLambdaSaid() async {
        let error = await #expect(throws: RuntimeError.self) {
            try await client(FixedTransport(413, body: "too big")).respond(to: "id", with: Data())
        }
        #expect(error == .refused(status: 413, message: "too big"))
    }
}
