// SPDX-License-Identifier: Apache-2.0

/// A profile of the shared credentials and config files: keys, a process that prints them, or a role.
package struct ProfileCredentials: CredentialsSource {
    let profileName: String
    /// Whether the user asked for this profile, so that its absence is an error.
    let isNamed: Bool
    let environment: AWSEnvironment
    /// For STS and the metadata services.
    let transport: any HTTPTransport
    /// Where STS is asked.
    let region: String
    /// The profiles that lead to this one by `source_profile`.
    var chain: [String] = []

    package init(
        profileName: String,
        isNamed: Bool,
        environment: AWSEnvironment,
        transport: any HTTPTransport,
        region: String
    ) {
        self.profileName = profileName
        self.isNamed = isNamed
        self.environment = environment
        self.transport = transport
        self.region = region
    }

    package var name: String { "profile \"\(profileName)\" of the shared files" }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        let profile = environment.profile(named: profileName)
        guard profile.exists else {
            if isNamed { throw CredentialsError("there is no profile \"\(profileName)\" in the AWS shared files") }
            return nil
        }
        if profile["role_arn"] != nil, chain.last != profileName {
            return try await role(of: profile).credentials()
        }
        if let keys = try keys(of: profile) { return keys }
        if let command = profile["credential_process"] {
            return try await CredentialProcess(command: command, profileName: profileName).credentials()
        }
        for key in ["sso_session", "sso_start_url"] where profile[key] != nil {
            throw CredentialsError(
                "profile \"\(profileName)\" uses \(key), which Shelflife does not support; make a profile with "
                    + "`credential_process = aws configure export-credentials --profile \(profileName)`"
            )
        }
        if isNamed { throw CredentialsError("profile \"\(profileName)\" has no credentials") }
        return nil
    }

    private func keys(of profile: Profile) throws(CredentialsError) -> Credentials? {
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
        case (nil, nil): return nil
        }
    }
}
