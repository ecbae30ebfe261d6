// SPDX-License-Identifier: Apache-2.0

package import AWSClient
import FoundationEssentials
package import OrderedJSON
package import StatesEngine

/// Forwards Task states to the endpoints that the user gave.
package struct EndpointServiceCaller: ServiceCaller {
    private let endpoints: ServiceEndpoints
    private let transport: any HTTPTransport
    private let region: String

    package init(_ endpoints: ServiceEndpoints, transport: any HTTPTransport, region: String = "us-east-1") {
        self.endpoints = endpoints
        self.transport = transport
        self.region = region
    }

    package func call(
        _ task: TaskRequest,
        service: String,
        action: String
    ) async throws(ErrorOutput) -> JSONValue? {
        if service == "http", action == "invoke" { return try await HTTPInvoke(transport: transport).call(task) }
        let isSDK = service.hasPrefix("aws-sdk:")
        let name = isSDK ? String(service.dropFirst("aws-sdk:".count)) : service
        guard let wire = AWSServiceProtocol.byService[name], let url = endpoints.url(of: name) else { return nil }
        let action = action.prefix(1).uppercased() + action.dropFirst()
        let failure = ServiceFailure(service: name, isSDK: isSDK)
        let members = Self.members(task.parameters, of: name, wire)
        let response: HTTPResponse
        let body: [UInt8]
        do {
            (response, body) = try await send(members, "\(wire.targetPrefix).\(action)", to: url, name, wire)
        } catch {
            throw failure.unreachable(error)
        }
        let answer = (try? JSONValue(parsing: body)) ?? [:]
        guard response.status == 200 else { throw failure.refused(answer, response) }
        let result = wire.hasSmallMembers ? SDKShape.answer(answer) : answer
        if let failure = failure.failedEntries(result) { throw failure }
        return isSDK ? result : Self.withMetadata(result, response)
    }

    private func send(
        _ members: JSONValue,
        _ target: String,
        to url: String,
        _ service: String,
        _ wire: AWSServiceProtocol
    ) async throws(TransportError) -> (response: HTTPResponse, body: [UInt8]) {
        let request = HTTPRequest(
            .post,
            url + "/",
            headers: [
                HTTPHeader("Content-Type", "application/x-amz-json-\(wire.jsonVersion)"),
                HTTPHeader("X-Amz-Target", target),
            ],
            body: members.serializedUTF8(),
            signature: SigningScope(
                credentials: endpoints.credentials,
                region: region,
                service: wire.signingName ?? service
            )
        )
        return try await transport.send(request)
    }

    /// Optimized integrations take JSON where the service takes text.
    private static func members(_ parameters: JSONValue, of service: String, _ wire: AWSServiceProtocol) -> JSONValue {
        guard var object = parameters.object else { return parameters }
        if service == "sqs", let body = object["MessageBody"], body.string == nil {
            object["MessageBody"] = .string(body.serialized())
        }
        if service == "events", let entries = object["Entries"]?.array {
            object["Entries"] = .array(entries.map(Self.withTextDetail))
        }
        return wire.hasSmallMembers ? SDKShape.request(.object(object)) : .object(object)
    }

    private static func withTextDetail(_ entry: JSONValue) -> JSONValue {
        guard var object = entry.object, let detail = object["Detail"], detail.string == nil else { return entry }
        object["Detail"] = .string(detail.serialized())
        return .object(object)
    }

    private static func withMetadata(_ result: JSONValue, _ response: HTTPResponse) -> JSONValue {
        guard var object = result.object else { return result }
        let requestID = response[header: "x-amzn-RequestId"] ?? ""
        object["SdkHttpMetadata"] = ["HttpStatusCode": .integer(response.status)]
        object["SdkResponseMetadata"] = ["RequestId": .string(requestID)]
        return .object(object)
    }
}
