// SPDX-License-Identifier: Apache-2.0

import Synchronization

@testable import AWSClient

/// A transport that gives prepared answers, one a request, and remembers the requests.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<(status: Int, body: String), TransportError>

    private struct State {
        var answers: [Answer]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: [Answer]) {
        state = Mutex(State(answers: answers))
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        let answer = state.withLock { state -> Answer in
            state.requests.append(request)
            guard !state.answers.isEmpty else {
                return .failure(TransportError(.invalidRequest, "no answer was prepared"))
            }
            return state.answers.removeFirst()
        }
        let (status, text) = try answer.get()
        _ = Array(text.utf8).withUnsafeBytes { body.receive($0) }
        return HTTPResponse(status: status)
    }
}

extension ScriptedTransport.Answer {
    static func ok(_ body: String) -> Self { .success((200, body)) }

    static func ec2Error(_ status: Int, _ code: String) -> Self {
        .success(
            (
                status,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <Response><Errors><Error><Code>\(code)</Code><Message>It says no</Message></Error></Errors>\
                <RequestID>req-1</RequestID></Response>
                """
            )
        )
    }

    static let lost = Self.failure(TransportError(.answerLost, "no answer from ec2: reset"))
    static let refused = Self.failure(TransportError(.couldNotConnect, "no answer from ec2: refused"))
    static let done = Self.ok("<DeregisterImageResponse><return>true</return></DeregisterImageResponse>")
}
