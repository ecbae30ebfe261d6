// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import FoundationEssentials
import ImageLifecycle
import OrderedJSON
import StatesEngine

/// An account in memory on a clock of its own, on which waits take no time, and the workers that work on it.
struct SimulatedAccount: Sendable {
    let sandbox: EC2Sandbox
    let clock: SimulatedClock
    let ec2: any EC2
    private let region: String
    private let takesTime: Bool

    /// - Parameters:
    ///   - account: As it is at first.
    ///   - region: Where the workflows run.
    ///   - now: What the clock shows at first.
    ///   - takesTime: Whether snapshots are pending for as long as their size asks for.
    init(_ account: Account, region: String, now: Date, takesTime: Bool) {
        let clock = SimulatedClock(now: Timestamp(secondsSinceEpoch: now.timeIntervalSince1970))
        var configuration = SandboxConfiguration()
        configuration.keepsLog = false
        configuration.takesTime = takesTime
        sandbox = EC2Sandbox(
            account: account,
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) },
            configuration: configuration
        )
        self.clock = clock
        self.region = region
        self.takesTime = takesTime
        ec2 = ShortcutEC2(
            sandbox: sandbox,
            region: region,
            client: EC2Client(
                region: region,
                transport: SandboxTransport(sandbox: sandbox),
                credentials: nil,
                pacing: nil
            )
        )
    }

    var now: Date { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) }

    func advance(to time: Date) {
        clock.advance(to: Timestamp(secondsSinceEpoch: time.timeIntervalSince1970))
    }

    /// A copy, as the account will be at a later time if nobody touches it.
    func copy(at time: Date) -> SimulatedAccount {
        SimulatedAccount(sandbox.account, region: region, now: time, takesTime: takesTime)
    }

    /// Executes a workflow to its end, beginning now.
    ///
    /// - Parameters:
    ///   - run: The workflow with its policy.
    ///   - mode: Overrides the policy's mode; nil for the policy's own.
    /// - Returns: How it ended.
    /// - Throws: `CancellationError` when the task is cancelled; a failed execution is an outcome.
    func execute(_ run: ScheduledRun, mode: LifecyclePolicy.Mode? = nil) async throws -> ExecutionOutcome {
        var input = run.input
        if let mode, case .object(var members) = input {
            members["mode"] = .string(mode.rawValue)
            input = .object(members)
        }
        var execution = WorkflowRun(run.workflow, policyName: run.policy.name, input: input, start: now)
        execution.seed = UInt64(bitPattern: Int64(now.timeIntervalSince1970))
        return try await execution.execute(on: ec2, clock: clock, observer: nil)
    }
}
