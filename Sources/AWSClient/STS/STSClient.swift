// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import ImageLifecycle

/// The Security Token Service.
package struct STSClient: Sendable {
    private let query: QueryClient

    /// The credentials are those of whoever asks.
    package init(
        region: String,
        endpoint: String? = nil,
        transport: any HTTPTransport,
        credentials: any CredentialsSource,
        timing: Timing = .system
    ) {
        query = QueryClient(
            service: .sts,
            region: region,
            endpoint: endpoint ?? Endpoint.regional(QueryClient.Service.sts.name, region: region),
            transport: transport,
            credentials: CredentialsCache(credentials),
            retries: RetryPolicy(),
            budget: RetryBudget(),
            pacing: nil,
            timing: timing
        )
    }

    /// Temporary credentials of a role.
    package func assumeRole(_ request: AssumeRoleRequest) async throws(EC2Error) -> Credentials {
        var parameters = QueryParameters()
        parameters.set("RoleArn", request.roleARN)
        parameters.set("RoleSessionName", request.sessionName)
        parameters.set("ExternalId", request.externalID)
        parameters.set("DurationSeconds", request.durationSeconds)
        parameters.set("Policy", request.policy)
        let session = try await query.call(QueryAction.assumeRole, parameters)
        return Credentials(
            accessKeyID: session.accessKeyID,
            secretAccessKey: session.secretAccessKey,
            sessionToken: session.token,
            expiration: session.expiration
        )
    }
}

package struct AssumeRoleRequest: Sendable, Hashable {
    package var roleARN: String
    package var sessionName: String
    package var externalID: String?
    /// 900 up to what the role allows; STS's own default is 3600.
    package var durationSeconds: Int?
    /// An IAM policy as JSON, beyond which the session cannot go.
    package var policy: String?

    package init(roleARN: String, sessionName: String) {
        self.roleARN = roleARN
        self.sessionName = sessionName
    }
}

extension QueryClient.Service {
    static let sts = QueryClient.Service(name: "sts", version: "2011-06-15")
}

/// `Credentials` as STS answers them.
struct SessionCredentials: Sendable {
    var accessKeyID = ""
    var secretAccessKey = ""
    var token = ""
    var expiration: Date?

    static let xml = XMLMapping(
        start: SessionCredentials(),
        [
            .inside(
                "AssumeRoleResult",
                [
                    .inside(
                        "Credentials",
                        [
                            .text("AccessKeyId", \.accessKeyID),
                            .text("SecretAccessKey", \.secretAccessKey),
                            .text("SessionToken", \.token),
                            .date("Expiration", \.expiration),
                        ]
                    )
                ]
            )
        ]
    )
}

extension QueryAction where Output == SessionCredentials {
    /// A second session does no harm.
    static let assumeRole = reads("AssumeRole", SessionCredentials.xml)
}
