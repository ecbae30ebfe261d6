// SPDX-License-Identifier: Apache-2.0

import Digests
import FoundationEssentials
import ImageLifecycle

/// A Query request as a URL that carries its own signature (Signature Version 4, query string).
struct PresignedURL {
    private static let lifetimeSeconds = 3600

    /// With its trailing slash.
    let endpoint: String
    let parameters: QueryParameters
    let scope: SigningScope
    let time: Date

    var text: String {
        let query = canonicalQuery
        let request = ["GET", path, query, "host:\(host)", "", "host", SHA256.digest(of: []).hexadecimal]
        let toSign = [
            "AWS4-HMAC-SHA256", stamp, credentialScope,
            SHA256.digest(of: Array(request.joined(separator: "\n").utf8)).hexadecimal,
        ]
        var key = Array("AWS4\(scope.credentials.secretAccessKey)".utf8)
        for part in credentialScope.split(separator: "/") {
            key = SHA256.authenticationCode(of: Array(part.utf8), key: key)
        }
        let signature = SHA256.authenticationCode(of: Array(toSign.joined(separator: "\n").utf8), key: key).hexadecimal
        return "\(endpoint)?\(query)&X-Amz-Signature=\(signature)"
    }

    /// The time as signatures have it: `20260131T235959Z`.
    private var stamp: String { String(ISO8601.text(time).filter { $0 != "-" && $0 != ":" }) }

    private var credentialScope: String { "\(stamp.prefix(8))/\(scope.region)/\(scope.service)/aws4_request" }

    private var host: String {
        let rest = endpoint.drop { $0 != ":" }.dropFirst(3)
        return String(rest.prefix { $0 != "/" })
    }

    private var path: String {
        let path = endpoint.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
        return path.isEmpty ? "/" : String(path)
    }

    /// Every parameter, encoded and then sorted by name.
    private var canonicalQuery: String {
        var all = parameters
        all.set("X-Amz-Algorithm", "AWS4-HMAC-SHA256")
        all.set("X-Amz-Credential", "\(scope.credentials.accessKeyID)/\(credentialScope)")
        all.set("X-Amz-Date", stamp)
        all.set("X-Amz-Expires", Self.lifetimeSeconds)
        all.set("X-Amz-Security-Token", scope.credentials.sessionToken)
        all.set("X-Amz-SignedHeaders", "host")
        let encoded = String(decoding: all.encoded(), as: UTF8.self).split(separator: "&")
        func name(_ pair: Substring) -> Substring.UTF8View { pair.prefix { $0 != "=" }.utf8 }
        return encoded.sorted { name($0).lexicographicallyPrecedes(name($1)) }.joined(separator: "&")
    }
}
