// SPDX-License-Identifier: Apache-2.0

/// Asks one source after another; the first that has credentials wins.
package struct CredentialsChain: CredentialsSource {
    package let sources: [any CredentialsSource]

    package init(_ sources: [any CredentialsSource]) {
        self.sources = sources
    }

    /// The sources in the order of the AWS tools; a profile that the user named is the only one.
    package static func standard(
        profile: String?,
        environment: AWSEnvironment,
        transport: any HTTPTransport,
        region: String
    ) -> CredentialsChain {
        let fromProfile = ProfileCredentials(
            profileName: profile ?? environment.profileName,
            isNamed: profile != nil || environment["AWS_PROFILE"] != nil,
            environment: environment,
            transport: transport,
            region: region
        )
        if profile != nil { return CredentialsChain([fromProfile]) }
        return CredentialsChain([
            EnvironmentCredentials(environment: environment),
            fromProfile,
            ContainerCredentials(environment: environment, transport: transport),
            InstanceCredentials(metadata: InstanceMetadata(environment: environment, transport: transport)),
        ])
    }

    package var name: String { sources.map(\.name).joined(separator: ", ") }

    package func credentials() async throws(CredentialsError) -> Credentials? {
        for source in sources {
            if let credentials = try await source.credentials() { return credentials }
        }
        return nil
    }
}
