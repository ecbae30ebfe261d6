// SPDX-License-Identifier: Apache-2.0

/// The endpoint that ECS, EKS Pod Identity and CloudShell offer to a container.
package struct ContainerCredentials: CredentialsSource {
    private static let ecsHost = "http://169.254.170.2"
    /// Beside loopback, the only hosts that may be asked without TLS: ECS, and EKS in both families.
    private static let trustedHosts: Set = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

    private let environment: AWSEnvironment
    private let transport: any HTTPTransport

    package init(environment: AWSEnvironment, transport: any HTTPTransport) {
        self.environment = environment
        self.transport = transport
    }

    package var name: String { "the container endpoint" }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        guard let url = try url() else { return nil }
        var request = HTTPRequest(.get, url)
        request.timeout = .seconds(5)
        request.connectTimeout = .seconds(2)
        request.bypassesProxy = true
        if let token = try token() { request.headers.append(HTTPHeader("Authorization", token)) }
        let source = "the container endpoint"
        let answer: (response: HTTPResponse, body: [UInt8])
        do throws(TransportError) {
            answer = try await transport.send(request, limitBytes: 1 << 20)
        } catch {
            throw CredentialsError("\(source) gave no credentials: \(error.message)")
        }
        guard answer.response.status == 200 else {
            throw CredentialsError("\(source) gave no credentials: HTTP status \(answer.response.status)")
        }
        return try CredentialsDocument.read(answer.body, from: source)
    }

    private func url() throws(CredentialsError) -> String? {
        if let path = environment["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
            guard path.hasPrefix("/") else {
                throw CredentialsError("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI does not begin with a slash")
            }
            return Self.ecsHost + path
        }
        guard let url = environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] else { return nil }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") && Self.isTrusted(url) else {
            throw CredentialsError(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor a loopback or container address"
            )
        }
        return url
    }

    private static func isTrusted(_ url: String) -> Bool {
        let authority = HTTPRequest(.get, url).host
        let host: Substring
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != ":" }
        }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        let isLoopback = octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
        return isLoopback || host == "localhost" || host == "[::1]" || trustedHosts.contains(String(host))
    }

    private func token() throws(CredentialsError) -> String? {
        guard let path = environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] else {
            return environment["AWS_CONTAINER_AUTHORIZATION_TOKEN"]
        }
        guard let token = environment.readFile(path) else {
            throw CredentialsError("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names a file that cannot be read: \(path)")
        }
        return token.trimmed
    }
}
