// SPDX-License-Identifier: Apache-2.0

import AWSClient
import OrderedJSON
import StatesEngine
import Testing

@testable import Console

/// `http:invoke`.
@Suite struct HTTPInvokeTests {
    private func invoke(_ parameters: JSONValue, by transport: FakeTransport) async throws(ErrorOutput) -> JSONValue {
        try await HTTPInvoke(transport: transport).call(.fixture(parameters))
    }

    @Test func sendsWhatTheStateDescribes() async throws {
        let transport = FakeTransport(
            status: 201,
            headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("X-N", "1"), HTTPHeader("x-n", "2")],
            body: #"{"id":7}"#
        )
        let result = try await invoke(
            [
                "ApiEndpoint": "https://api.example/v1/users", "Method": "POST",
                "Headers": ["X-Trace": "abc"], "QueryParameters": ["dry run": true],
                "RequestBody": ["name": "Ann"],
            ],
            by: transport
        )
        #expect(
            result == [
                "Headers": ["content-type": ["application/json"], "x-n": ["1", "2"]],
                "ResponseBody": ["id": 7], "StatusCode": 201, "StatusText": "Created",
            ]
        )
        let request = try #require(transport.lastRequest)
        #expect(request.method == .post)
        #expect(request.url == "https://api.example/v1/users?dry%20run=true")
        #expect(
            request.headers == [HTTPHeader("X-Trace", "abc"), HTTPHeader("Content-Type", "application/json")]
        )
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"name":"Ann"}"#)
    }

    @Test func namesTheStatusOfARefusal() async throws {
        let transport = FakeTransport(status: 404, body: #"{"message":"none"}"#)
        let error = await #expect(throws: ErrorOutput.self) {
            try await invoke(["ApiEndpoint": "https://api.example", "Method": "GET"], by: transport)
        }
        #expect(error == ErrorOutput(error: "States.Http.StatusCode.404", cause: #"{"message":"none"}"#))
    }

    @Test func namesASilentAPI() async throws {
        let transport = FakeTransport(failing: TransportError(.answerLost, "api.example said nothing"))
        let error = await #expect(throws: ErrorOutput.self) {
            try await invoke(["ApiEndpoint": "https://api.example", "Method": "GET"], by: transport)
        }
        #expect(error == ErrorOutput(error: "States.Http.Socket", cause: "api.example said nothing"))
    }

    @Test(
        arguments: [
            [:], ["ApiEndpoint": "file:///etc/passwd", "Method": "GET"],
            ["ApiEndpoint": "https://a", "Method": "BREW"],
            ["ApiEndpoint": "https://a", "Method": "GET", "Headers": ["Host": "b"]],
        ] as [JSONValue]
    )
    func sendsNothingThatIsNotACall(_ parameters: JSONValue) async throws {
        let transport = FakeTransport()
        await #expect(throws: ErrorOutput.self) { try await invoke(parameters, by: transport) }
        #expect(transport.lastRequest == nil)
    }

    @Test(
        arguments: [
            (nil, "a%5B0%5D=1&a%5B1%5D=2&o%5Bk%5D=x%20y"), ("INDICES", "a%5B0%5D=1&a%5B1%5D=2&o%5Bk%5D=x%20y"),
            ("BRACKETS", "a%5B%5D=1&a%5B%5D=2&o%5Bk%5D=x%20y"), ("COMMAS", "a=1%2C2&o%5Bk%5D=x%20y"),
            ("REPEAT", "a=1&a=2&o%5Bk%5D=x%20y"),
        ] as [(String?, String)]
    )
    func encodesForms(_ format: String?, _ text: String) async throws {
        let transport = FakeTransport()
        var transform: JSONObject = ["RequestBodyEncoding": "URL_ENCODED"]
        if let format { transform["RequestEncodingOptions"] = ["ArrayFormat": .string(format)] }
        _ = try await invoke(
            [
                "ApiEndpoint": "https://a", "Method": "PUT", "Transform": .object(transform),
                "RequestBody": ["a": [1, 2], "o": ["k": "x y"]],
            ],
            by: transport
        )
        let request = try #require(transport.lastRequest)
        #expect(String(decoding: request.body, as: UTF8.self) == text)
        #expect(request.headers.contains(HTTPHeader("Content-Type", "application/x-www-form-urlencoded")))
    }
}
