// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The steps that run as Lambda workers, by handler name.
package enum WorkerStep: String, CaseIterable, Sendable {
    case listExpiredImages = "ListExpiredImages"
    case deregisterImage = "DeregisterImage"
    case deleteImageSnapshots = "DeleteImageSnapshots"
    case listExpiredSnapshots = "ListExpiredSnapshots"
    case deleteSnapshot = "DeleteSnapshot"
    case reportRun = "ReportRun"
    case listBackupTargets = "ListBackupTargets"
    case createImage = "CreateImage"
    case createSnapshots = "CreateSnapshots"
    case tagSnapshots = "TagSnapshots"
    case copySnapshots = "CopySnapshots"
    case deleteSourceSnapshots = "DeleteSourceSnapshots"
    case reportBackups = "ReportBackups"
}

extension WorkerStep {
    private var step: any Step.Type {
        switch self {
        case .listExpiredImages: ListExpiredImages.self
        case .deregisterImage: DeregisterImage.self
        case .deleteImageSnapshots: DeleteImageSnapshots.self
        case .listExpiredSnapshots: ListExpiredSnapshots.self
        case .deleteSnapshot: DeleteSnapshot.self
        case .reportRun: ReportRun.self
        case .listBackupTargets: ListBackupTargets.self
        case .createImage: CreateImage.self
        case .createSnapshots: CreateSnapshots.self
        case .tagSnapshots: TagSnapshots.self
        case .copySnapshots: CopySnapshots.self
        case .deleteSourceSnapshots: DeleteSourceSnapshots.self
        case .reportBackups: ReportBackups.self
        }
    }

    /// The IAM actions that the step's calls need, `ec2:DescribeImages` for instance.
    ///
    /// `ec2:DescribeImageReferences` asks for others on the caller's behalf: IAMActions/calledByImageReferences.
    package var ec2Actions: [String] { step.ec2Actions }

    /// How many items of a run are worked on side by side, one worker each.
    package var workersAtOnce: Int {
        switch self {
        case .listExpiredImages, .listExpiredSnapshots, .listBackupTargets, .reportRun, .reportBackups: 1
        case .deregisterImage, .deleteImageSnapshots, .deleteSnapshot: 5
        case .createImage, .createSnapshots, .tagSnapshots, .copySnapshots, .deleteSourceSnapshots: 20
        }
    }

    /// Runs the step.
    ///
    /// - Parameters:
    ///   - payload: the step's `Input` as JSON.
    ///   - ec2: the account.
    ///   - context: takes the step's log records.
    /// - Returns: the step's `Output` as JSON.
    /// - Throws: StepError, whose `type` is one of StepError/Name.
    package func run(_ payload: Data, ec2: some EC2, context: StepContext) async throws(StepError) -> Data {
        let output = try await self.output(for: payload, ec2: ec2, context: context)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(output)
        } catch {
            throw StepError(.invalidInput, "the output cannot be written: \(error)")
        }
    }

    /// Runs the step.
    ///
    /// - Parameters:
    ///   - payload: what the step's `Input` is decoded from.
    ///   - ec2: the account.
    ///   - context: takes the step's log records.
    /// - Returns: the step's `Output`.
    /// - Throws: StepError, whose `type` is one of StepError/Name.
    package func output(
        for payload: some StepPayload,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> any Encodable & Sendable {
        let account = try AccountTarget(payload: payload)
        guard account == context.account else {
            let named = account.map(String.init(describing:)) ?? "no account"
            let reached = context.account.map(String.init(describing:)) ?? "the caller's own account"
            throw StepError(.invalidPolicy, "accounts: the policy is for \(named), and this run works in \(reached)")
        }
        return try await step.run(payload: payload, ec2: ec2, context: context)
    }
}
