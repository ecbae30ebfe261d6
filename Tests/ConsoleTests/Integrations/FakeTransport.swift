// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Synchronization

/// Gives the same answer to every request, and keeps the requests.
final class FakeTransport: HTTPTransport {
    private let answer: Result<(HTTPResponse, String), TransportError>
    let requests = Mutex<[HTTPRequest]>([])

    init(status: Int = 200, headers: [HTTPHeader] = [], body: String = "{}") {
        answer = .success((HTTPResponse(status: status, headers: headers), body))
    }

    init(failing error: TransportError) {
        answer = .failure(error)
    }

    func send(_ request: HTTPRequest, body: any HTTPBodySink) async throws(TransportError) -> HTTPResponse {
        requests.withLock { $0.append(request) }
        let (response, text) = try answer.get()
        _ = Array(text.utf8).withUnsafeBytes { body.receive($0) }
        return response
    }

    var lastRequest: HTTPRequest? { requests.withLock { $0.last } }
}
