// SPDX-License-Identifier: Apache-2.0

/// One HTTP request, as a transport sends it.
package struct HTTPRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"
        case head = "HEAD"
    }

    package var method: Method
    /// Absolute, `http` or `https`.
    package var url: String
    package var headers: [HTTPHeader]
    package var body: [UInt8]
    /// Signed with AWS Signature Version 4 by a transport that goes over the network.
    package var signature: SigningScope?
    /// The time to get a connection.
    package var connectTimeout: Duration = .seconds(5)
    /// The time for everything from connecting to the last byte; nil for as long as it takes.
    package var timeout: Duration? = .seconds(60)
    /// Whether sending it twice is harmless.
    ///
    /// If not it gets a new connection, because curl silently sends again what an idle connection swallowed.
    package var isRepeatable = true
    /// For addresses that only this machine can reach, which a proxy must never see.
    package var bypassesProxy = false

    package init(
        _ method: Method,
        _ url: String,
        headers: [HTTPHeader] = [],
        body: [UInt8] = [],
        signature: SigningScope? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.signature = signature
    }
}

package struct HTTPHeader: Sendable, Hashable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// For whom a request is signed.
package struct SigningScope: Sendable, Hashable {
    package var credentials: Credentials
    package var region: String
    /// `ec2` or `sts`, for instance.
    package var service: String

    package init(credentials: Credentials, region: String, service: String) {
        self.credentials = credentials
        self.region = region
        self.service = service
    }
}
