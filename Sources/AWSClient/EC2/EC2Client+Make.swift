// SPDX-License-Identifier: Apache-2.0

extension EC2Client {
    /// A client for an endpoint, with everything else as given.
    ///
    /// - Parameters:
    ///   - region: by name.
    ///   - endpoint: nil for AWS's own in the region.
    ///   - transport: carries the requests.
    ///   - credentials: nil to send requests unsigned.
    ///   - pacing: nil to send requests as fast as they come, which only an endpoint other than AWS's stands.
    ///   - retries: when to try again.
    ///   - timing: time and chance.
    package init(
        region: String,
        endpoint: String? = nil,
        transport: any HTTPTransport,
        credentials: (any CredentialsSource)?,
        pacing: RequestPacing? = RequestPacing(),
        retries: RetryPolicy = RetryPolicy(),
        timing: Timing = .system
    ) {
        query = QueryClient(
            service: .ec2,
            region: region,
            endpoint: endpoint ?? Endpoint.regional(QueryClient.Service.ec2.name, region: region),
            transport: transport,
            credentials: credentials.map { CredentialsCache($0) },
            retries: retries,
            budget: RetryBudget(),
            pacing: pacing,
            timing: timing
        )
    }

    /// A client over the network, from what the user gave and what environment and profile say.
    ///
    /// - Parameters:
    ///   - region: nil to look for it.
    ///   - endpoint: nil for the one configured, or else AWS's own.
    ///   - profile: nil for the one in the environment, or else `default`.
    ///   - environment: variables and files.
    ///   - transport: nil for one of its own.
    /// - Returns: a client; whether there are credentials shows with the first call.
    /// - Throws: ``ConfigurationError`` when there is no region, or libcurl cannot be started.
    package static func make(
        region: String? = nil,
        endpoint: String? = nil,
        profile: String? = nil,
        environment: AWSEnvironment = .process,
        transport: CurlTransport? = nil
    ) async throws(ConfigurationError) -> EC2Client {
        let transport = if let transport { transport } else { try CurlTransport.make(environment: environment) }
        let settings = environment.profile(named: profile ?? environment.profileName)
        let region = try await Region.resolve(
            region,
            profile: settings,
            environment: environment,
            metadata: InstanceMetadata(environment: environment, transport: transport)
        )
        let endpoint = endpoint ?? Endpoint.configured("ec2", profile: settings, in: environment)
        return EC2Client(
            region: region,
            endpoint: endpoint,
            transport: transport,
            credentials: CredentialsChain.standard(
                profile: profile,
                environment: environment,
                transport: transport,
                region: region
            ),
            pacing: endpoint == nil ? RequestPacing() : nil
        )
    }
}

extension CurlTransport {
    /// A transport with the settings of the environment.
    ///
    /// - Throws: ``ConfigurationError`` when libcurl cannot be started.
    package static func make(environment: AWSEnvironment) throws(ConfigurationError) -> CurlTransport {
        do throws(TransportError) {
            return try CurlTransport(options: Options(caBundle: environment["AWS_CA_BUNDLE"]))
        } catch {
            throw ConfigurationError(error.message)
        }
    }
}
