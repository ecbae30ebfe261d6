// SPDX-License-Identifier: Apache-2.0

/// A profile of the shared credentials and config files: keys, or a process that prints them.
package struct ProfileCredentials: CredentialsSource {
    private let profileName: String
    /// Whether the user asked for this profile, so that its absence is an error.
    private let isNamed: Bool
    private let environment: AWSEnvironment

    package init(profileName: String, isNamed: Bool, environment: AWSEnvironment) {
        self.profileName = profileName
        self.isNamed = isNamed
        self.environment = environment
    }

    package var name: String { "profile \"\(profileName)\" of the shared files" }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        let profile = environment.profile(named: profileName)
        guard profile.exists else {
            if isNamed { throw CredentialsError("there is no profile \"\(profileName)\" in the AWS shared files") }
            return nil
        }
        for key in ["role_arn", "sso_session", "sso_start_url", "web_identity_token_file"] where profile[key] != nil {
            throw CredentialsError(
                "profile \"\(profileName)\" uses \(key), which Shelflife does not support yet; "
                    + "use credential_process with `aws configure export-credentials` for now"
            )
        }
        switch (profile["aws_access_key_id"], profile["aws_secret_access_key"]) {
        case (let key?, let secret?):
            return Credentials(
                accessKeyID: key,
                secretAccessKey: secret,
                sessionToken: profile["aws_session_token"]
            )
        case (_?, nil), (nil, _?):
            throw CredentialsError(
                "profile \"\(profileName)\" has only one of aws_access_key_id and aws_secret_access_key"
            )
        case (nil, nil): break
        }
        if let command = profile["credential_process"] {
            return try await CredentialProcess(command: command, profileName: profileName).credentials()
        }
        if isNamed { throw CredentialsError("profile \"\(profileName)\" has no credentials") }
        return nil
    }
}
