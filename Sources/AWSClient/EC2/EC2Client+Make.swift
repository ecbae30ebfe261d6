// SPDX-License-Identifier: Apache-2.0

extension EC2Client {
    /// A client for an endpoint, with everything else as given.
    ///
    /// - Parameters:
    ///   - region: by name.
    ///   - endpoints: AWS's own unless something else is said.
    ///   - transport: carries the requests.
    ///   - credentials: nil to send requests unsigned.
    ///   - pacing: nil to send requests as fast as they come, which only an endpoint other than AWS's stands.
    ///   - retries: when to try again.
    ///   - timing: time and chance.
    package init(
        region: String,
        endpoints: ServiceEndpoints = .aws,
        transport: any HTTPTransport,
        credentials: (any CredentialsSource)?,
        pacing: RequestPacing? = RequestPacing(),
        retries: RetryPolicy = RetryPolicy(),
        timing: Timing = .system
    ) {
        self.init(
            query: QueryClient(
                service: .ec2,
                region: region,
                endpoint: endpoints.url(of: .ec2, region: region),
                transport: transport,
                credentials: credentials.map { CredentialsCache($0) },
                retries: retries,
                budget: RetryBudget(),
                pacing: pacing,
                timing: timing
            ),
            endpoints: endpoints
        )
    }

    /// A client over the network, from what the user gave and what environment and profile say.
    ///
    /// - Parameters:
    ///   - region: nil to look for it.
    ///   - endpoint: of all services; nil for those configured, or else AWS's own.
    ///   - profile: nil for the one in the environment, or else `default`.
    ///   - environment: variables and files.
    ///   - transport: nil for one of its own.
    ///   - workers: how many like this one work on the account side by side.
    /// - Returns: a client; whether there are credentials shows with the first call.
    /// - Throws: ``ConfigurationError`` when there is no region, or libcurl cannot be started.
    package static func make(
        region: String? = nil,
        endpoint: String? = nil,
        profile: String? = nil,
        environment: AWSEnvironment = .process,
        transport: CurlTransport? = nil,
        workers: Int = 1
    ) async throws(ConfigurationError) -> EC2Client {
        let transport = if let transport { transport } else { try CurlTransport.make(environment: environment) }
        let settings = environment.profile(named: profile ?? environment.profileName)
        let region = try await Region.resolve(
            region,
            profile: settings,
            environment: environment,
            metadata: InstanceMetadata(environment: environment, transport: transport)
        )
        let endpoints =
            endpoint.map { ServiceEndpoints(everything: $0) }
            ?? ServiceEndpoints(profile: settings, environment: environment)
        return EC2Client(
            region: region,
            endpoints: endpoints,
            transport: transport,
            credentials: CredentialsChain.standard(
                profile: profile,
                environment: environment,
                transport: transport,
                region: region
            ),
            pacing: endpoints.custom(.ec2) == nil ? RequestPacing(workers: workers) : nil
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
