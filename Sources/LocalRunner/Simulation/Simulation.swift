// SPDX-License-Identifier: Apache-2.0

import AWSClient
package import EC2Sandbox
package import FoundationEssentials
import ImageLifecycle
package import StatesEngine

/// Lets an account live through days of schedules in seconds.
///
/// The real definitions run in the real engine, with the real workers, on the sandbox; both clocks are one, and waits
/// take no time. Executions run one after the other: one that is due while another runs starts when that has ended.
package struct Simulation: Sendable {
    package static let region = "us-east-1"

    package let sandbox: EC2Sandbox
    package let clock: SimulatedClock
    private let runs: [ScheduledRun]
    private let start: Date
    private let ec2: any EC2

    /// - Parameters:
    ///   - account: As it is when the simulation starts.
    ///   - region: Where the workflows run.
    ///   - runs: What starts when; of several that are due at one moment the first goes first.
    ///   - start: The first moment.
    ///   - takesTime: Whether snapshots are pending for as long as their size asks for.
    package init(
        account: Account,
        region: String = Self.region,
        runs: [ScheduledRun],
        start: Date,
        takesTime: Bool = true
    ) {
        let clock = SimulatedClock(now: StatesEngine.Timestamp(secondsSinceEpoch: start.timeIntervalSince1970))
        var configuration = SandboxConfiguration()
        configuration.keepsLog = false
        configuration.takesTime = takesTime
        sandbox = EC2Sandbox(
            account: account,
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) },
            configuration: configuration
        )
        self.clock = clock
        self.runs = runs
        self.start = start
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

    /// Runs the schedules.
    ///
    /// - Parameters:
    ///   - days: How long.
    ///   - maximumAgeSeconds: How old the youngest backup of a source may get.
    ///   - progress: Hears how many hours are over.
    /// - Returns: What became of the account, hour by hour.
    /// - Throws: `CancellationError` when the task is cancelled.
    package func run(
        days: Int,
        maximumAgeSeconds: Int,
        progress: @Sendable (_ hours: Int) -> Void = { _ in }
    ) async throws -> SimulationResult {
        let policies = Set(runs.map(\.policy.name))
        var census = AccountCensus(sandbox, policies: policies)
        var record = SimulationRecord(census, start, maximumAgeSeconds)
        var due = runs.map { $0.schedule.next(from: start) }
        for hour in 1...max(1, days * 24) {
            let end = start.addingTimeInterval(Double(hour) * 3600)
            while let index = due.indices.min(by: { (due[$0], $0) < (due[$1], $1) }), due[index] < end {
                try Task.checkCancellation()
                advance(to: due[index])
                // Later than it was due where another has only just ended: what is made up to then is looked at.
                record.add(try await execute(runs[index], at: now))
                due[index] = runs[index].schedule.next(from: due[index].addingTimeInterval(1))
            }
            advance(to: end)
            census = census.recounted(sandbox)
            record.add(census, at: end)
            progress(hour)
        }
        return record.result(names: SourceNames(sandbox))
    }

    private var now: Date { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) }

    private func advance(to time: Date) {
        clock.advance(to: StatesEngine.Timestamp(secondsSinceEpoch: time.timeIntervalSince1970))
    }

    private func execute(_ run: ScheduledRun, at time: Date) async throws -> SimulationResult.FailedRun? {
        var execution = WorkflowRun(run.workflow, policyName: run.policy.name, input: run.input, start: time)
        execution.seed = UInt64(bitPattern: Int64(time.timeIntervalSince1970))
        let outcome = try await execution.execute(on: ec2, clock: clock, observer: nil)
        guard let failure = outcome.failure else { return nil }
        return SimulationResult.FailedRun(
            time: time,
            workflow: run.workflow.name,
            policy: run.policy.name,
            sentence: failure.sentence
        )
    }
}
