// SPDX-License-Identifier: Apache-2.0

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

    private let account: SimulatedAccount
    private let runs: [ScheduledRun]
    private let start: Date

    package var sandbox: EC2Sandbox { account.sandbox }
    package var clock: SimulatedClock { account.clock }

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
        self.account = SimulatedAccount(account, region: region, now: start, takesTime: takesTime)
        self.runs = runs
        self.start = start
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
        var plans = runs.map { Plan(due: $0.schedule.next(from: start)) }
        for hour in 1...max(1, days * 24) {
            let end = start.addingTimeInterval(Double(hour) * 3600)
            while let index = plans.indices.min(by: { (plans[$0].due, $0) < (plans[$1].due, $1) }),
                plans[index].due < end
            {
                try Task.checkCancellation()
                account.advance(to: plans[index].due)
                plans[index].due = runs[index].schedule.next(from: plans[index].due.addingTimeInterval(1))
                if plans[index].stretch?.covers(account) == true {
                    record.add(nil)
                } else {
                    record.add(try await execute(index, &plans))
                }
            }
            account.advance(to: end)
            census = census.recounted(sandbox)
            record.add(census, at: end)
            progress(hour)
        }
        return record.result(names: SourceNames(sandbox))
    }

    /// What is to come of a run.
    private struct Plan {
        var due: Date
        /// Whether it found something to do the last time.
        var isBusy = true
        /// The account's, as it left it.
        var revision: Int?
        /// The last look ahead, if it was worth it.
        var stretch: IdleStretch?
    }

    private func execute(_ index: Int, _ plans: inout [Plan]) async throws -> SimulationResult.FailedRun? {
        let run = runs[index]
        // Later than it was due where another has only just ended: what is made up to then is looked at.
        let time = account.now
        let revision = sandbox.revision
        let outcome = try await account.execute(run)
        let failure = outcome.failure
        let wasAlone = plans[index].revision == revision
        plans[index].revision = sandbox.revision
        plans[index].isBusy = failure != nil || plans[index].revision != revision
        // What others have just made is soon to be looked at again, and where every hour finds something a look ahead is
        // wasted: after one that led nowhere there is none until an hour finds nothing.
        let isQuiet = !plans[index].isBusy && wasAlone
        let isPromising = plans[index].stretch != nil && Self.leavesNothing(outcome, of: run)
        plans[index].stretch = isQuiet || isPromising ? try await stretch(index, plans) : nil
        return failure.map { failure in
            SimulationResult.FailedRun(
                time: time,
                workflow: run.workflow.name,
                policy: run.policy.name,
                error: failure.origin.error ?? "",
                sentence: failure.sentence
            )
        }
    }

    /// Whether a run did all there was to do.
    ///
    /// A look ahead does not count the marks that the next run would take back, so there must be none. What failed,
    /// and what makes backups, ends without a tally that says so.
    private static func leavesNothing(_ outcome: ExecutionOutcome, of run: ScheduledRun) -> Bool {
        run.policy.retire == nil && outcome.tallied("takenBack") == 0
    }

    private func stretch(_ index: Int, _ plans: [Plan]) async throws -> IdleStretch? {
        let others = plans.indices.lazy.filter { $0 != index && plans[$0].isBusy }.map { plans[$0].due }
        let limit = min(others.min() ?? .distantFuture, account.now.addingTimeInterval(86_400))
        return try await IdleStretch.following(runs[index], on: account, before: limit)
    }
}
