// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import Testing

@testable import AWSClient

/// URLs of `CopySnapshot`, beside those that botocore 1.43.127 puts into the same call.
struct PresignedURLTests {
    private static let time = Date(timeIntervalSince1970: 1_440_938_160)  // 2015-08-30T12:36:00Z

    @Test(arguments: [
        (nil, "03a43d3366f8e6b39320e4062ee6d15d5e241cca884f2e66c060341732413331"),
        ("tok/en+==", "aa2e35556e51dd3675e402294e50eacc70a3e4f68b35196b68cecb7197ca96af"),
    ])
    func signsCopiesLikeBotocore(_ token: String?, _ signature: String) throws {
        var parameters = QueryParameters()
        for (name, value) in [
            ("Action", "CopySnapshot"), ("Version", "2016-11-15"), ("SourceSnapshotId", "snap-0123456789abcdef0"),
            ("SourceRegion", "us-east-1"), ("DestinationRegion", "eu-west-1"),
        ] { parameters.set(name, value) }
        let url = PresignedURL(
            endpoint: "https://ec2.us-east-1.amazonaws.com/",
            parameters: parameters,
            scope: SigningScope(
                credentials: Credentials(
                    accessKeyID: "AKIDEXAMPLE",
                    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                    sessionToken: token
                ),
                region: "us-east-1",
                service: "ec2"
            ),
            time: Self.time
        ).text
        let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
        #expect(parts.first == "https://ec2.us-east-1.amazonaws.com/")
        let botocores = """
            Action=CopySnapshot&Version=2016-11-15&SourceRegion=us-east-1&SourceSnapshotId=snap-0123456789abcdef0&\
            DestinationRegion=eu-west-1&X-Amz-Algorithm=AWS4-HMAC-SHA256&\
            X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fec2%2Faws4_request&X-Amz-Date=20150830T123600Z&\
            X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=\(signature)
            """
        var expected = botocores.split(separator: "&").map(String.init)
        if token != nil { expected.append("X-Amz-Security-Token=tok%2Fen%2B%3D%3D") }
        // The order says nothing: whoever checks the signature sorts.
        let fields = (parts.last ?? "").split(separator: "&").map(String.init)
        #expect(fields.sorted() == expected.sorted())
    }

    /// What the client sends to the destination, and from where the URL asks to read.
    @Test func asksTheSourceRegionOnBehalfOfTheDestination() async throws {
        let transport = ScriptedTransport([
            .ok("<CopySnapshotResponse><snapshotId>snap-2</snapshotId></CopySnapshotResponse>")
        ])
        let client = EC2Client(
            region: "eu-west-1",
            transport: transport,
            credentials: StaticCredentials(Credentials(accessKeyID: "AKID", secretAccessKey: "secret"))
        )
        let request = CopySnapshotRequest(sourceSnapshotID: "snap-1", sourceRegion: "us-east-1")
        #expect(try await client.copySnapshot(request) == "snap-2")
        let body = try #require(transport.bodies.first)
        let field = try #require(body.split(separator: "&").first { $0.hasPrefix("PresignedUrl=") })
        #expect(field.hasPrefix("PresignedUrl=https%3A%2F%2Fec2.us-east-1.amazonaws.com%2F%3FAction%3DCopySnapshot%26"))
        #expect(field.contains("DestinationRegion%3Deu-west-1") && field.contains("%252Fus-east-1%252Fec2%252F"))
        #expect(body.split(separator: "&").contains("DestinationRegion=eu-west-1"))
    }
}
