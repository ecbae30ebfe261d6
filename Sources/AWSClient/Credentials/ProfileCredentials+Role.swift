// SPDX-License-Identifier: Apache-2.0

extension ProfileCredentials {
    /// The role that a profile with `role_arn` stands for.
    func role(of profile: Profile) throws(CredentialsError) -> AssumedRoleCredentials {
        for key in ["mfa_serial", "web_identity_token_file"] where profile[key] != nil {
            throw CredentialsError("profile \"\(profileName)\" uses \(key), which Shelflife does not support")
        }
        var request = AssumeRoleRequest(
            roleARN: profile["role_arn"] ?? "",
            sessionName: profile["role_session_name"] ?? "shelflife"
        )
        request.externalID = profile["external_id"]
        if let text = profile["duration_seconds"] {
            guard let seconds = Int(text), seconds > 0 else {
                throw CredentialsError("duration_seconds of profile \"\(profileName)\" is not a number of seconds")
            }
            request.durationSeconds = seconds
        }
        let client = STSClient(
            region: region,
            endpoint: Endpoint.configured("sts", profile: profile, in: environment),
            transport: transport,
            credentials: try source(of: profile)
        )
        return AssumedRoleCredentials(client: client, request: request)
    }

    /// Who assumes the role: another profile, this one by its own keys, or the machine.
    private func source(of profile: Profile) throws(CredentialsError) -> any CredentialsSource {
        switch (profile["source_profile"], profile["credential_source"]) {
        case (let source?, nil):
            // A profile may name itself, for its keys; any other way back would never end.
            guard source == profileName || !chain.contains(source) else {
                let way = (chain + [profileName, source]).map { "\"\($0)\"" }.joined(separator: ", ")
                throw CredentialsError("the profiles \(way) lead in a circle by source_profile")
            }
            var credentials = ProfileCredentials(
                profileName: source,
                isNamed: true,
                environment: environment,
                transport: transport,
                region: region
            )
            credentials.chain = chain + [profileName]
            return credentials
        case (nil, "Environment"):
            return EnvironmentCredentials(environment: environment)
        case (nil, "EcsContainer"):
            return ContainerCredentials(environment: environment, transport: transport)
        case (nil, "Ec2InstanceMetadata"):
            return InstanceCredentials(metadata: InstanceMetadata(environment: environment, transport: transport))
        case (nil, let source?):
            throw CredentialsError(
                "credential_source of profile \"\(profileName)\" is \"\(source)\", "
                    + "not Environment, EcsContainer or Ec2InstanceMetadata"
            )
        case (nil, nil), (_?, _?):
            throw CredentialsError(
                "profile \"\(profileName)\" has role_arn and needs one of source_profile and credential_source"
            )
        }
    }
}
