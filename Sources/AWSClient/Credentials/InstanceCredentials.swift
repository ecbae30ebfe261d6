// SPDX-License-Identifier: Apache-2.0

/// The role of the EC2 instance that we run on.
package struct InstanceCredentials: CredentialsSource {
    private let metadata: InstanceMetadata

    package init(metadata: InstanceMetadata) {
        self.metadata = metadata
    }

    package var name: String { "the instance metadata" }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        let folder = "iam/security-credentials/"
        guard let roles = try await metadata.get(folder), let role = roles.split(whereSeparator: \.isNewline).first,
            let document = try await metadata.get(folder + role)
        else { return nil }
        return try CredentialsDocument.read(Array(document.utf8), from: name)
    }
}
