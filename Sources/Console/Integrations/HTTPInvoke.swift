// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import StatesEngine

/// The integration `http:invoke`: a call of any HTTP API, as the state's arguments describe it
/// (Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows").
///
/// There are no EventBridge connections here: `Authentication` and `InvocationConfig` add nothing to the request.
struct HTTPInvoke {
    let transport: any HTTPTransport

    private static let reservedHeaders: Set = ["host", "content-length", "connection", "transfer-encoding"]

    /// Calls the API.
    ///
    /// - Returns: Headers, body and status of the answer.
    /// - Throws: `States.Http.StatusCode.404` and its like with the answer's body as the cause, `States.Http.Socket`
    ///   when no answer came.
    func call(_ task: TaskRequest) async throws(ErrorOutput) -> JSONValue {
        let request = try Self.request(task.parameters)
        let response: HTTPResponse
        let body: [UInt8]
        do {
            (response, body) = try await transport.send(request)
        } catch {
            throw ErrorOutput(error: "States.Http.Socket", cause: error.message)
        }
        guard (200..<300).contains(response.status) else {
            throw ErrorOutput(
                error: "States.Http.StatusCode.\(response.status)",
                cause: String(decoding: body, as: UTF8.self)
            )
        }
        var headers = JSONObject()
        for header in response.headers {
            let name = header.name.lowercased()
            headers[name] = .array((headers[name]?.array ?? []) + [.string(header.value)])
        }
        return [
            "Headers": .object(headers),
            "ResponseBody": ServiceTaskRunner.json(body),
            "StatusCode": .integer(response.status),
            "StatusText": .string(Self.reasons[response.status] ?? ""),
        ]
    }

    private static func request(_ parameters: JSONValue) throws(ErrorOutput) -> HTTPRequest {
        guard let endpoint = parameters["ApiEndpoint"]?.string,
            endpoint.hasPrefix("https://") || endpoint.hasPrefix("http://")
        else { throw invalid("ApiEndpoint must be the URL of an API") }
        guard let method = parameters["Method"]?.string.flatMap(HTTPRequest.Method.init(rawValue:)) else {
            throw invalid("Method must be GET, POST, PUT, PATCH, DELETE, OPTIONS or HEAD")
        }
        let form = HTTPForm(arrayFormat: parameters["Transform"]?["RequestEncodingOptions"]?["ArrayFormat"]?.string)
        var url = endpoint
        if let query = parameters["QueryParameters"]?.object, !query.isEmpty {
            url += (endpoint.contains("?") ? "&" : "?") + form.text(query)
        }
        var headers: [HTTPHeader] = []
        for (name, value) in parameters["Headers"]?.object ?? [:] {
            guard !reservedHeaders.contains(name.lowercased()) else { throw invalid("the header \(name) is reserved") }
            headers.append(HTTPHeader(name, value.string ?? value.serialized()))
        }
        let isForm = parameters["Transform"]?["RequestBodyEncoding"]?.string == "URL_ENCODED"
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append(
                HTTPHeader("Content-Type", isForm ? "application/x-www-form-urlencoded" : "application/json")
            )
        }
        var body: [UInt8] = []
        if let value = parameters["RequestBody"] {
            body =
                isForm
                ? Array(form.text(value.object ?? [:]).utf8)
                : value.string.map { Array($0.utf8) }
                    ?? value.serializedUTF8()
        }
        return HTTPRequest(method, url, headers: headers, body: body)
    }

    private static func invalid(_ problem: String) -> ErrorOutput {
        ErrorOutput(error: "States.Runtime", cause: "http:invoke: \(problem).")
    }

    private static let reasons = [
        200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
        205: "Reset Content", 206: "Partial Content",
    ]
}

/// Members as `name=value` pairs; arrays in one of the five formats of `ArrayFormat`.
struct HTTPForm {
    /// `INDICES` where the state does not say.
    let arrayFormat: String?

    func text(_ members: JSONObject) -> String {
        members.flatMap { pairs($0.key, $0.value) }.map { "\(PercentEncoded.text($0))=\(PercentEncoded.text($1))" }
            .joined(separator: "&")
    }

    private func pairs(_ name: String, _ value: JSONValue) -> [(String, String)] {
        switch value {
        case .array(let elements):
            if arrayFormat == "COMMAS" { return [(name, elements.map(Self.plain).joined(separator: ","))] }
            return elements.enumerated().flatMap { index, element in
                switch arrayFormat {
                case "NONE", "REPEAT": pairs(name, element)
                case "BRACKETS": pairs("\(name)[]", element)
                default: pairs("\(name)[\(index)]", element)
                }
            }
        case .object(let members):
            return members.flatMap { pairs("\(name)[\($0.key)]", $0.value) }
        case .null, .bool, .number, .string:
            return [(name, Self.plain(value))]
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        value.string ?? value.serialized()
    }
}
