// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import FoundationEssentials
import ImageLifecycle
import StatesEngine

/// A time in which a scheduled workflow would find nothing to do.
///
/// Most hours of a year change nothing, and still an account is listed in each. Time alone only ever lets go of what
/// it kept: while nothing else changes, a workflow that finds nothing at the end of a stretch finds nothing in it. So
/// one execution at its end, on a copy of the account, stands for all of them.
struct IdleStretch: Sendable {
    private let revision: Int
    private let end: Date

    /// Whether the workflow would find nothing now.
    func covers(_ account: SimulatedAccount) -> Bool {
        account.now <= end && account.sandbox.revision == revision
    }

    /// The longest stretch from now on, for a workflow that has just left nothing undone.
    ///
    /// - Parameters:
    ///   - run: The workflow; one that does not retire never finds nothing.
    ///   - account: As it was left.
    ///   - limit: When somebody else may change the account.
    /// - Returns: nil if the workflow may find something when it is due next.
    /// - Throws: `CancellationError` when the task is cancelled.
    static func following(
        _ run: ScheduledRun,
        on account: SimulatedAccount,
        before limit: Date
    ) async throws -> IdleStretch? {
        let limit = min(limit, account.sandbox.nextChange ?? .distantFuture)
        var times: [Date] = []
        var time = run.schedule.next(from: account.now.addingTimeInterval(1))
        while time < limit {
            times.append(time)
            time = run.schedule.next(from: time.addingTimeInterval(1))
        }
        var idle = -1
        var busy = times.count
        // All or nothing is tried first: most stretches last until somebody else works, and others do not begin.
        var next = times.count - 1
        while idle + 1 < busy {
            if try await finds(nothingAt: times[next], run, account) { idle = next } else { busy = next }
            next = idle < 0 ? 0 : (idle + busy) / 2
        }
        return idle < 0 ? nil : IdleStretch(revision: account.sandbox.revision, end: times[idle])
    }

    /// Nothing is retired in report mode, and everything is said that would be, or that nobody can decide any more.
    private static func finds(
        nothingAt time: Date,
        _ run: ScheduledRun,
        _ account: SimulatedAccount
    ) async throws -> Bool {
        let outcome = try await account.copy(at: time).execute(run, mode: .report)
        // A policy in report mode only finds, and changes nothing by it.
        return run.policy.mode == .report ? outcome.failure == nil : outcome.tallied("wouldRetire") == 0
    }
}
