// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension QueryClient {
    /// Calls a reading action of a service that speaks AWS's JSON protocol; `target` is `Service.Action`.
    func callJSON<Output: Decodable & Sendable>(
        _ target: String,
        _ input: some Encodable
    ) async throws(EC2Error) -> Output {
        let action = String(target.split(separator: ".").last ?? "")
        guard let body = try? JSONEncoder().encode(input) else {
            throw EC2Error(code: nil, message: "the request cannot be written", action: action)
        }
        return try await attempting(action, isReadOnly: true, isRepeatable: true) { () async throws(QueryFailure) in
            try await callJSONOnce(target, [UInt8](body))
        }
    }

    private func callJSONOnce<Output: Decodable & Sendable>(
        _ target: String,
        _ body: [UInt8]
    ) async throws(QueryFailure) -> Output {
        let request = try await signed(
            HTTPRequest(
                .post,
                endpoint,
                headers: [
                    HTTPHeader("Content-Type", "application/x-amz-json-1.1"), HTTPHeader("X-Amz-Target", target),
                ],
                body: body
            )
        )
        let answer: (response: HTTPResponse, body: [UInt8])
        do throws(TransportError) {
            answer = try await transport.send(request)
        } catch {
            throw QueryFailure(error)
        }
        guard (200..<300).contains(answer.response.status) else {
            let fault = try? JSONDecoder().decode(JSONFault.self, from: Data(answer.body))
            throw QueryFailure(fault?.queryFault, requestID: nil, answer.response)
        }
        do {
            return try JSONDecoder().decode(Output.self, from: Data(answer.body))
        } catch {
            throw QueryFailure(reason: .transient, message: "the answer is not one to this action")
        }
    }
}

/// `{"__type": "com.amazonaws.ssm#ThrottlingException", "message": "Rate exceeded"}`.
private struct JSONFault: Decodable {
    let type: String
    let message: String?

    private enum CodingKeys: String, CodingKey {
        case type = "__type"
        case message
        case capitalMessage = "Message"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(String.self, forKey: .type)
        let text = try container.decodeIfPresent(String.self, forKey: .message)
        message = try text ?? container.decodeIfPresent(String.self, forKey: .capitalMessage)
    }

    var queryFault: QueryFault {
        QueryFault(code: String(type.split(separator: "#").last ?? ""), message: message ?? "")
    }
}
