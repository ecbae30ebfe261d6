// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle
import Synchronization

/// The accounts that policies name, each reached with a session of the role there.
package final class MemberAccounts: Sendable {
    private let environment: AWSEnvironment
    private let transport: any HTTPTransport
    /// Those who assume the roles.
    private let credentials: any CredentialsSource
    private let region: String
    /// One for each target, so that a warm worker assumes a role once.
    private let clients = Mutex<[AccountTarget: EC2Client]>([:])

    /// - Parameters:
    ///   - region: the worker's own, in which STS is asked.
    ///   - environment: may set other endpoints.
    ///   - transport: carries the requests.
    ///   - credentials: the worker's own.
    package init(
        region: String,
        environment: AWSEnvironment,
        transport: any HTTPTransport,
        credentials: any CredentialsSource
    ) {
        self.region = region
        self.environment = environment
        self.transport = transport
        self.credentials = credentials
    }

    /// A client of the account, which can do no more than that step declares.
    package func client(for target: AccountTarget, step: WorkerStep) -> EC2Client {
        clients.withLock { clients in
            if let client = clients[target] { return client }
            let client = makeClient(for: target, step: step)
            clients[target] = client
            return client
        }
    }

    private func makeClient(for target: AccountTarget, step: WorkerStep) -> EC2Client {
        let profile = environment.profile(named: environment.profileName)
        var request = AssumeRoleRequest(
            roleARN: "arn:\(Endpoint.partition(of: region)):iam::\(target.accountID):role/\(target.roleName)",
            // In the account's CloudTrail, it says which worker it was.
            sessionName: "shelflife-\(step.rawValue)"
        )
        request.externalID = target.externalID
        request.durationSeconds = 3600
        request.policy = SessionPolicy(actions: step.ec2Actions).json
        let sts = STSClient(
            region: region,
            endpoint: Endpoint.configured("sts", profile: profile, in: environment),
            transport: transport,
            credentials: credentials
        )
        let endpoints = ServiceEndpoints(profile: profile, environment: environment)
        return EC2Client(
            region: target.region,
            endpoints: endpoints,
            transport: transport,
            credentials: AssumedRoleCredentials(client: sts, request: request),
            pacing: endpoints.custom(.ec2) == nil ? RequestPacing(workers: step.workersAtOnce) : nil
        )
    }
}
