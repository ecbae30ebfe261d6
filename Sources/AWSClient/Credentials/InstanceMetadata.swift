// SPDX-License-Identifier: Apache-2.0

/// The metadata service of an EC2 instance, version 2 only.
package struct InstanceMetadata: Sendable {
    private let environment: AWSEnvironment
    private let transport: any HTTPTransport

    package init(environment: AWSEnvironment, transport: any HTTPTransport) {
        self.environment = environment
        self.transport = transport
    }

    /// Whether the user lets us ask at all.
    var isEnabled: Bool { environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" }

    /// The value at a path below `latest/meta-data/`; nil when nobody answers here, or there is no such value.
    func get(_ path: String) async throws(CredentialsError) -> String? {
        guard isEnabled else { return nil }
        var login = request(.put, "latest/api/token")
        login.headers = [HTTPHeader("X-aws-ec2-metadata-token-ttl-seconds", "21600")]
        guard let session = try? await transport.send(login, limitBytes: 1 << 16), session.response.status == 200
        else { return nil }
        var question = request(.get, "latest/meta-data/\(path)")
        question.headers = [HTTPHeader("X-aws-ec2-metadata-token", String(decoding: session.body, as: UTF8.self))]
        let answer: (response: HTTPResponse, body: [UInt8])
        do throws(TransportError) {
            answer = try await transport.send(question, limitBytes: 1 << 20)
        } catch {
            throw CredentialsError("the instance metadata broke off: \(error.message)")
        }
        switch answer.response.status {
        case 200: return String(decoding: answer.body, as: UTF8.self)
        case 404: return nil
        default: throw CredentialsError("the instance metadata answered with HTTP status \(answer.response.status)")
        }
    }

    /// Off EC2 nobody answers, and nobody should have to wait for that.
    private func request(_ method: HTTPRequest.Method, _ path: String) -> HTTPRequest {
        var base = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
        while base.hasSuffix("/") { base.removeLast() }
        var request = HTTPRequest(method, "\(base)/\(path)")
        request.connectTimeout = .seconds(1)
        request.timeout = .seconds(2)
        request.bypassesProxy = true
        return request
    }
}
