// SPDX-License-Identifier: Apache-2.0

import AWSClient
import ArgumentParser
import FoundationEssentials
import ImageLifecycle
import LocalRunner

/// Which EC2 account a command works on.
///
/// The embedded one, unless the user says otherwise: a real account never by accident.
struct TargetOptions: ParsableArguments {
    @Option(name: .customLong("endpoint-url"), help: ArgumentHelp("Any EC2-compatible endpoint.", valueName: "URL"))
    var endpointURL: String?

    @Flag(help: "A real account, with the credentials and the configuration the AWS CLI would use.")
    var aws = false

    @Option(help: ArgumentHelp("The region, for --aws and --endpoint-url.", valueName: "R"))
    var region: String?

    @Option(help: ArgumentHelp("The profile of the AWS configuration.", valueName: "P"))
    var profile: String?

    @OptionGroup(title: "Embedded account")
    var embedded: EmbeddedAccountOptions

    func validate() throws {
        guard embedded.isDefault || (!aws && endpointURL == nil) else {
            throw ValidationError(
                "--images, --seed, --now, --faults, --throttle and --recycle-bin need the embedded account"
            )
        }
        if let endpointURL {
            guard !aws else { throw ValidationError("--aws and --endpoint-url exclude each other") }
            guard endpointURL.hasPrefix("http://") || endpointURL.hasPrefix("https://") else {
                throw ValidationError("--endpoint-url takes an http or https URL, not \"\(endpointURL)\"")
            }
        } else if !aws, region != nil || profile != nil {
            throw ValidationError("--region and --profile need --aws or --endpoint-url")
        }
    }

    /// What is to be worked on, for people.
    var description: String {
        if aws { return "the AWS account" }
        return endpointURL ?? "the embedded sample account (\(embedded.images) images, seed \(embedded.seed))"
    }

    /// The time by which ages are counted: the embedded account's own, or now.
    private var startTime: Date {
        aws || endpointURL != nil ? Date() : embedded.steadyStart
    }

    /// Connects, and makes one small call, so that a wrong address or wrong credentials are told before anything starts.
    ///
    /// - Throws: ``Failure`` in one sentence.
    func connect() async throws -> TargetAccount {
        let client: EC2Client
        let start = startTime
        do {
            client = try await makeClient(startingAt: start)
        } catch let error as ConfigurationError {
            throw Failure.invalid(error.message)
        }
        var probe = DescribeImagesRequest()
        probe.maxResults = 5
        do throws(EC2Error) {
            _ = try await client.describeImages(probe)
        } catch {
            throw Failure("cannot work on \(description): \(error)")
        }
        return TargetAccount(ec2: client, start: start, description: description)
    }

    private func makeClient(startingAt start: Date) async throws -> EC2Client {
        if aws {
            return try await EC2Client.make(region: region, profile: profile)
        }
        if let endpointURL {
            let process = AWSEnvironment.process
            let region = region ?? process["AWS_REGION"] ?? process["AWS_DEFAULT_REGION"] ?? "us-east-1"
            return try await EC2Client.make(
                region: region,
                endpoint: endpointURL,
                profile: profile,
                environment: try await LoopbackCredentials.environment(for: endpointURL, profile, region, process)
            )
        }
        return EC2Client(
            region: "us-east-1",
            transport: SandboxTransport(sandbox: try embedded.makeSandbox(startingAt: start)),
            credentials: nil,
            pacing: nil
        )
    }
}
