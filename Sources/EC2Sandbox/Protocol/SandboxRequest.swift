// SPDX-License-Identifier: Apache-2.0

/// One HTTP request as it reached the sandbox's server.
package struct SandboxRequest: Sendable, Hashable {
    package var method: String
    /// Path with the query string, as it stood in the request line.
    package var target: String
    /// Names in any case.
    package var headers: [String: String]
    package var body: [UInt8]

    package init(method: String = "POST", target: String = "/", headers: [String: String] = [:], body: [UInt8]) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }

    func header(_ name: String) -> String? {
        if let value = headers[name] { return value }
        let wanted = name.lowercased()
        return headers.first { $0.key.lowercased() == wanted }?.value
    }
}
