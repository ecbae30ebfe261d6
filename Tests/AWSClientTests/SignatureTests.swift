// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSClient

/// Signatures made by libcurl, beside those that botocore 1.43.11 makes of the same request.
///
/// libcurl signs the date of an `X-Amz-Date` header that is already there. Requests of the client never have one,
/// because libcurl 7.88 then sends it twice.
@Suite(.timeLimit(.minutes(15)))
struct SignatureTests {
    struct Case: Sendable {
        var host: String
        var token: String?
        var body: String
        var signedHeaders = "content-type;host;x-amz-date"
        var signature: String
    }

    static let cases = [
        Case(
            host: "ec2.us-east-1.amazonaws.com",
            token: "tok/en+==",
            body: "Action=DescribeImages&Owner.1=self",
            signedHeaders: "content-type;host;x-amz-date;x-amz-security-token",
            signature: "0ea1308408f0420536f850dbe1577316975373744e00300f29cc1bac76067ea7"
        ),
        Case(
            host: "127.0.0.1:18099",
            body: "Action=DescribeImages&Owner.1=self",
            signature: "fc7216dc66a318c9ad68b79830986b3c5ec6d1240eb8d82fddf77e9427641af3"
        ),
        Case(
            host: "ec2.eu-west-1.amazonaws.com",
            body: "Action=DescribeImages&Filter.1.Name=tag%3AName&Filter.1.Value.1=caf%C3%A9%20%2A",
            signature: "aae312cb260e7ec2dcd1e6a4177fcaef738b480e7c2d2650865fb1d5ea23564b"
        ),
        Case(
            host: "ec2.eu-west-1.amazonaws.com",
            body: "",
            signature: "97091ac5a44434dfa5cd11de2a177c788d125c5bcf6a41d63a513c3187a8a75a"
        ),
    ]

    @Test(arguments: cases)
    func signsLikeBotocore(_ example: Case) async throws {
        let transport = try CurlTransport()
        try await withServer { _ in
            .http(200, "")
        } _: { server in
            var request = HTTPRequest(
                .post,
                server.url,
                headers: [
                    HTTPHeader("Host", example.host),
                    HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                    HTTPHeader("X-Amz-Date", "20150830T123600Z"),
                ],
                body: Array(example.body.utf8)
            )
            request.bypassesProxy = true
            request.signature = SigningScope(
                credentials: Credentials(
                    accessKeyID: "AKIDEXAMPLE",
                    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                    sessionToken: example.token
                ),
                region: "us-east-1",
                service: "ec2"
            )
            _ = try await transport.send(request)
            let received = try #require(server.requests.first)
            #expect(
                received.header("Authorization") == """
                    AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/ec2/aws4_request, \
                    SignedHeaders=\(example.signedHeaders), Signature=\(example.signature)
                    """
            )
            #expect(received.header("X-Amz-Security-Token") == example.token)
        }
    }

    @Test func signsTheHostWithItsPortAndTheDateOfToday() async throws {
        let transport = try CurlTransport()
        try await withServer { _ in
            .http(200, "")
        } _: { server in
            var request = HTTPRequest(.post, server.url, body: Array("Action=X".utf8))
            request.bypassesProxy = true
            request.signature = SigningScope(
                credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"),
                region: "eu-west-1",
                service: "ec2"
            )
            _ = try await transport.send(request)
            let head = try #require(server.requests.first?.head)
            #expect(head.lowercased().split(separator: "\r\n").filter { $0.hasPrefix("x-amz-date:") }.count == 1)
            #expect(head.contains("SignedHeaders=host;x-amz-date,"))
        }
    }
}
