// SPDX-License-Identifier: Apache-2.0

package import AWSClient
import OrderedJSON
package import StatesEngine

/// Invokes functions over Lambda's own API, wherever that is served: by `sam local start-lambda`, for instance
/// (<https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>).
package struct LambdaEndpoint: FunctionInvoker {
    private let url: String
    private let endpoints: ServiceEndpoints
    private let transport: any HTTPTransport
    private let region: String

    /// The URL has no slash at the end.
    package init(
        _ url: String,
        _ endpoints: ServiceEndpoints,
        transport: any HTTPTransport,
        region: String = "us-east-1"
    ) {
        self.url = url
        self.endpoints = endpoints
        self.transport = transport
        self.region = region
    }

    package func invoke(function name: String, payload: [UInt8]) async throws(ErrorOutput) -> [UInt8]? {
        let request = HTTPRequest(
            .post,
            "\(url)/2015-03-31/functions/\(PercentEncoded.text(name))/invocations",
            headers: [HTTPHeader("Content-Type", "application/json")],
            body: payload,
            signature: SigningScope(credentials: endpoints.credentials, region: region, service: "lambda")
        )
        let response: HTTPResponse
        let body: [UInt8]
        do {
            (response, body) = try await transport.send(request)
        } catch {
            throw ErrorOutput(error: "Lambda.SdkClientException", cause: error.message)
        }
        let text = String(decoding: body, as: UTF8.self)
        let document = try? JSONValue(parsing: body)
        guard (200..<300).contains(response.status) else {
            let type = response[header: "x-amzn-ErrorType"]?.prefix { $0 != ":" }
            throw ErrorOutput(error: "Lambda.\(type.map(String.init) ?? "ServiceException")", cause: text)
        }
        guard response[header: "X-Amz-Function-Error"] == nil else {
            // A function that says no type of its own has this one in Step Functions.
            throw ErrorOutput(error: document?["errorType"]?.string ?? "Lambda.Unknown", cause: text)
        }
        return body
    }
}
