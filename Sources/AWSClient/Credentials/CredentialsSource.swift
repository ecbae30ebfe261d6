// SPDX-License-Identifier: Apache-2.0

/// One place where credentials may be.
package protocol CredentialsSource: Sendable {
    /// For messages: `the environment (AWS_ACCESS_KEY_ID)`.
    var name: String { get }

    /// - Returns: nil when nothing here says anything about credentials, so that the next place is asked.
    /// - Throws: ``CredentialsError`` when credentials were meant to be here and cannot be had.
    func credentials() async throws(CredentialsError) -> Credentials?
}

/// Why there are no credentials.
package struct CredentialsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence that names the source, never a secret.
    package var message: String
    /// What a service answered that was asked for them, `AccessDenied` for instance: asking again is answered the same.
    package var code: String?

    package init(_ message: String, code: String? = nil) {
        self.message = message
        self.code = code
    }

    package var description: String { message }
}
