// SPDX-License-Identifier: Apache-2.0

import AWSClient
import FoundationEssentials
import ImageLifecycle

/// The Lambda Runtime API over HTTP.
struct LambdaRuntimeClient: RuntimeClient {
    /// A little more than Lambda's limit for an event, 6 MB.
    private static let limitBytes = 8 << 20

    private let base: String
    private let transport: any HTTPTransport

    /// The address is host and port, as in `AWS_LAMBDA_RUNTIME_API`.
    init(address: String, transport: any HTTPTransport) {
        base = "http://\(address)/2018-06-01/runtime"
        self.transport = transport
    }

    func next() async throws(RuntimeError) -> Invocation {
        var request = HTTPRequest(.get, "\(base)/invocation/next")
        // Lambda freezes the process while it has nothing to do.
        request.timeout = nil
        let (response, body) = try await send(request, expecting: 200)
        guard let requestID = response[header: "Lambda-Runtime-Aws-Request-Id"], !requestID.isEmpty else {
            throw .malformedInvocation("an event came without Lambda-Runtime-Aws-Request-Id")
        }
        let deadline = response[header: "Lambda-Runtime-Deadline-Ms"].flatMap { Double($0) }
        return Invocation(
            requestID: requestID,
            deadline: deadline.map { Date(timeIntervalSince1970: $0 / 1000) },
            traceID: response[header: "Lambda-Runtime-Trace-Id"],
            invokedFunctionARN: response[header: "Lambda-Runtime-Invoked-Function-Arn"],
            payload: Data(body)
        )
    }

    func respond(to requestID: String, with payload: Data) async throws(RuntimeError) {
        let url = "\(base)/invocation/\(requestID)/response"
        _ = try await send(HTTPRequest(.post, url, headers: [Self.json], body: Array(payload)), expecting: 202)
    }

    func fail(_ requestID: String, with error: StepError) async throws(RuntimeError) {
        try await report(error, to: "invocation/\(requestID)/error")
    }

    func failInitialization(_ error: StepError) async throws(RuntimeError) {
        try await report(error, to: "init/error")
    }

    private static let json = HTTPHeader("Content-Type", "application/json")

    private func report(_ error: StepError, to path: String) async throws(RuntimeError) {
        let headers = [Self.json, HTTPHeader("Lambda-Runtime-Function-Error-Type", error.type)]
        let body = Array(ErrorDocument(error).json)
        _ = try await send(HTTPRequest(.post, "\(base)/\(path)", headers: headers, body: body), expecting: 202)
    }

    private func send(
        _ request: HTTPRequest,
        expecting status: Int
    ) async throws(RuntimeError) -> (response: HTTPResponse, body: [UInt8]) {
        var request = request
        request.bypassesProxy = true
        let answer: (response: HTTPResponse, body: [UInt8])
        do throws(TransportError) {
            answer = try await transport.send(request, limitBytes: Self.limitBytes)
        } catch {
            throw .unreachable(error.message)
        }
        guard answer.response.status == status else {
            let message = String(decoding: answer.body.prefix(200), as: UTF8.self)
            throw .refused(status: answer.response.status, message: message)
        }
        return answer
    }
}
