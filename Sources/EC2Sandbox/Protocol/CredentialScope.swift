// SPDX-License-Identifier: Apache-2.0

/// Which region a request is for: the one it is signed for, else the one its host names, else `us-east-1`.
struct CredentialScope {
    let region: String

    init(_ request: SandboxRequest) {
        region = Self.signedRegion(request) ?? Self.hostRegion(request) ?? "us-east-1"
    }

    /// `Credential=AKID/20260101/eu-west-1/ec2/aws4_request` in the header or, escaped, in the query string.
    private static func signedRegion(_ request: SandboxRequest) -> String? {
        let header = request.header("authorization") ?? ""
        let text = header.contains("Credential=") ? header : request.target.replacing("%2F", with: "/")
        guard let start = text.firstRange(of: "Credential=")?.upperBound else { return nil }
        let credential = text[start...].prefix { $0 != "," && $0 != "&" && $0 != " " }
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[4] == "aws4_request", !parts[2].isEmpty else { return nil }
        return String(parts[2])
    }

    /// `ec2.eu-west-1.amazonaws.com`.
    private static func hostRegion(_ request: SandboxRequest) -> String? {
        let labels = (request.header("host") ?? "").split(separator: ".")
        guard labels.count >= 4, labels[2] == "amazonaws" else { return nil }
        return String(labels[1])
    }
}
