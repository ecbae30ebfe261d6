// SPDX-License-Identifier: Apache-2.0

import AWSClient
import FoundationEssentials
import ImageLifecycle

/// Makes ready what a step needs, then answers invocations until Lambda ends the process.
struct Bootstrap {
    let environment: AWSEnvironment
    var log = Log.standard

    /// - Returns: the exit status of the process.
    func run() async -> Int32 {
        guard let address = environment["AWS_LAMBDA_RUNTIME_API"] else {
            log.write(.error, "AWS_LAMBDA_RUNTIME_API is not set: this program runs as a Lambda function")
            return 1
        }
        let transport: CurlTransport
        do throws(ConfigurationError) {
            transport = try CurlTransport.make(environment: environment)
        } catch {
            log.write(.error, error.message)
            return 1
        }
        let client = LambdaRuntimeClient(address: address, transport: transport)
        let step: WorkerStep
        let ec2: EC2Client
        let members: MemberAccounts
        do throws(StepError) {
            step = try self.step()
            (ec2, members) = try await accounts(for: step, transport)
        } catch {
            log.write(.error, error.message, ["errorType": error.type])
            try? await client.failInitialization(error)
            return 1
        }
        let loop = RunLoop(client: client, log: log) { payload, context throws(StepError) in
            var context = context
            context.account = try AccountTarget(payload: payload)
            let ec2 = context.account.map { members.client(for: $0, step: step) } ?? ec2
            defer { report(ec2.takeThrottles(), of: step, to: context) }
            return try await step.run(payload, ec2: ec2, context: context)
        }
        let reason = await loop.run()
        log.write(.error, "the Lambda Runtime API failed: \(reason)")
        return 1
    }

    private func step() throws(StepError) -> WorkerStep {
        let handler = environment["_HANDLER"] ?? ""
        guard let step = WorkerStep(rawValue: handler) else {
            let known = WorkerStep.allCases.map(\.rawValue).joined(separator: ", ")
            throw StepError(
                type: "Shelflife.UnknownHandler",
                message: "the handler \"\(handler)\" is none of Shelflife's steps: \(known)"
            )
        }
        return step
    }

    /// The worker's own account, and those that policies name.
    private func accounts(
        for step: WorkerStep,
        _ transport: CurlTransport
    ) async throws(StepError) -> (EC2Client, MemberAccounts) {
        do throws(ConfigurationError) {
            let ec2 = try await EC2Client.make(
                environment: environment,
                transport: transport,
                workers: step.workersAtOnce
            )
            let members = MemberAccounts(
                region: ec2.region,
                environment: environment,
                transport: transport,
                credentials: CredentialsChain.standard(
                    profile: nil,
                    environment: environment,
                    transport: transport,
                    region: ec2.region
                )
            )
            return (ec2, members)
        } catch {
            throw StepError(type: "Shelflife.InvalidConfiguration", message: error.message)
        }
    }
}

/// How often EC2 throttled a step, as a metric; never is nothing to tell.
private func report(_ throttles: Int, of step: WorkerStep, to context: StepContext) {
    guard throttles > 0 else { return }
    let metric = EmbeddedMetrics.Metric("APIThrottles", "Count", throttles)
    if let line = EmbeddedMetrics(now: Date(), dimensions: [("Step", step.rawValue)], [metric]).line {
        context.emitMetrics(line)
    }
}
