// SPDX-License-Identifier: Apache-2.0

/// Credentials that somebody already has.
package struct StaticCredentials: CredentialsSource {
    private let value: Credentials

    package init(_ value: Credentials) {
        self.value = value
    }

    package var name: String { "the credentials given" }

    package func credentials() -> Credentials? { value }
}
