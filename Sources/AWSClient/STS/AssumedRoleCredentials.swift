// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// The credentials of a role that others may assume.
package struct AssumedRoleCredentials: CredentialsSource {
    private let client: STSClient
    private let request: AssumeRoleRequest

    package init(client: STSClient, request: AssumeRoleRequest) {
        self.client = client
        self.request = request
    }

    package var name: String { "the role \(request.roleARN)" }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        let credentials: Credentials
        do throws(EC2Error) {
            credentials = try await client.assumeRole(request)
        } catch {
            throw CredentialsError("\(name) cannot be assumed: \(error)", code: error.code)
        }
        guard !credentials.accessKeyID.isEmpty, !credentials.secretAccessKey.isEmpty else {
            throw CredentialsError("\(name) cannot be assumed: STS answered without credentials")
        }
        return credentials
    }
}
