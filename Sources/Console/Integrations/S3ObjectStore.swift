// SPDX-License-Identifier: Apache-2.0

package import AWSClient
import FoundationEssentials
package import OrderedJSON
package import StatesEngine

/// Objects of S3, or of something that speaks its protocol, for item readers and result writers.
package struct S3ObjectStore: ObjectStore {
    private let endpoints: ServiceEndpoints
    private let transport: any HTTPTransport
    private let region: String

    /// The largest object that is read: what an item reader may hold on AWS is more, but here it is kept in memory.
    private static let largestObject = 256 << 20

    package init(_ endpoints: ServiceEndpoints, transport: any HTTPTransport, region: String = "us-east-1") {
        self.endpoints = endpoints
        self.transport = transport
        self.region = region
    }

    package func object(bucket: String, key: String) async throws(ErrorOutput) -> [UInt8] {
        try await send(
            .get,
            path: [bucket] + key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        )
    }

    package func putObject(bucket: String, key: String, bytes: [UInt8]) async throws(ErrorOutput) {
        let path = [bucket] + key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        _ = try await send(.put, path: path, body: bytes)
    }

    package func listObjects(bucket: String, prefix: String?, limit: Int?) async throws(ErrorOutput) -> [JSONValue] {
        var objects: [JSONValue] = []
        var continuation: String?
        repeat {
            var query = [("list-type", "2")]
            if let continuation { query.append(("continuation-token", continuation)) }
            if let prefix { query.append(("prefix", prefix)) }
            // Signature Version 4 wants the parameters sorted.
            query.sort { $0.0 < $1.0 }
            let listing = S3Listing(try await send(.get, path: [bucket], query: query))
            objects += listing.objects
            continuation = listing.nextToken
        } while continuation != nil && objects.count < limit ?? .max
        return limit.map { Array(objects.prefix($0)) } ?? objects
    }

    private func send(
        _ method: HTTPRequest.Method,
        path: [String],
        query: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws(ErrorOutput) -> [UInt8] {
        guard let endpoint = endpoints.url(of: "s3") else {
            throw ErrorOutput(
                error: "S3.SdkClientException",
                cause: "No S3 endpoint is given: set AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL."
            )
        }
        var url = endpoint + path.map { "/" + PercentEncoded.text($0) }.joined()
        if !query.isEmpty {
            url += "?" + query.map { "\($0.0)=\(PercentEncoded.text($0.1))" }.joined(separator: "&")
        }
        let scope = SigningScope(credentials: endpoints.credentials, region: region, service: "s3")
        let answer: (response: HTTPResponse, body: [UInt8])
        do {
            answer = try await transport.send(
                HTTPRequest(method, url, body: body, signature: scope),
                limitBytes: Self.largestObject
            )
        } catch {
            throw ErrorOutput(error: "S3.SdkClientException", cause: "\(error)")
        }
        guard (200..<300).contains(answer.response.status) else {
            throw S3Listing.failure(answer.response, answer.body)
        }
        return answer.body
    }
}
