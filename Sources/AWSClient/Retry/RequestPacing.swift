// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Keeps calls within the account's request rate, action by action, leaving a share of it to everyone else.
///
/// Starts from EC2's published buckets, halves an action's rate when EC2 throttles it, and wins it back slowly. Workers
/// that run side by side know nothing of each other: each takes its part of what all of them may have.
package final class RequestPacing: Sendable {
    /// What EC2 grants an account and region for one action.
    struct Quota: Sendable, Hashable {
        var burst: Double
        var ratePerSecond: Double
    }

    /// The share of the published rates that we use at most; the rest is left to others in the account.
    package static let defaultShare = 0.95
    /// A throttled action is slowed down to no less than this share of its own rate.
    private static let slowestShare = 0.05
    /// How much of the full rate every success wins back.
    ///
    /// Halving and winning back balance where one call in about a hundred and fifty is throttled.
    private static let recoveryStep = 0.0025
    /// An item has more than one step, and waits in one of them at a time.
    private static let stepsPerItem = 2

    private let share: Double
    private let workers: Int
    private let buckets = Mutex<[String: TokenBucket]>([:])

    /// - Parameters:
    ///   - share: of the published rates, for all workers together.
    ///   - workers: how many items are worked on side by side, by workers that pace themselves alike.
    package init(share: Double = RequestPacing.defaultShare, workers: Int = 1) {
        self.share = share
        self.workers = workers
    }

    /// The same for another account or region, which EC2 counts by itself.
    func anew() -> RequestPacing { RequestPacing(share: share, workers: workers) }

    /// Waits until the action may be called.
    func waitForTurn(_ action: String, _ timing: Timing) async {
        let wait = withBucket(action, timing) { bucket, now in bucket.take(now: now) }
        if wait > .zero { await timing.sleep(wait) }
    }

    /// Takes note of how a call went.
    func report(_ action: String, wasThrottled: Bool, _ timing: Timing) {
        let full = quota(action).ratePerSecond
        withBucket(action, timing) { bucket, now in
            if wasThrottled {
                bucket.drain(now: now)
                bucket.setRate(max(full * Self.slowestShare, bucket.ratePerSecond / 2), now: now)
            } else if bucket.ratePerSecond < full {
                bucket.setRate(min(full, bucket.ratePerSecond + full * Self.recoveryStep), now: now)
            }
        }
    }

    private func quota(_ action: String) -> Quota {
        let published = Quota.published(action)
        return Quota(
            burst: published.burst * share / Double(workers),
            ratePerSecond: published.ratePerSecond * share * min(1, Double(Self.stepsPerItem) / Double(workers))
        )
    }

    private func withBucket<Result>(
        _ action: String,
        _ timing: Timing,
        _ body: (inout TokenBucket, Duration) -> Result
    ) -> Result {
        let now = timing.now()
        let quota = quota(action)
        return buckets.withLock { buckets in
            body(
                &buckets[
                    action,
                    default: TokenBucket(capacity: quota.burst, ratePerSecond: quota.ratePerSecond, now: now)
                ],
                now
            )
        }
    }
}

extension RequestPacing.Quota {
    /// "Request throttling for the Amazon EC2 API", per account and region.
    static func published(_ action: String) -> RequestPacing.Quota {
        switch action {
        case "CopyImage":
            RequestPacing.Quota(burst: 100, ratePerSecond: 1)
        case "CreateTags", "DeleteTags":
            RequestPacing.Quota(burst: 100, ratePerSecond: 10)
        case "DeregisterImage", "DeleteSnapshot", "CreateSnapshot", "CreateSnapshots", "ModifyImageAttribute",
            "ModifySnapshotAttribute":
            RequestPacing.Quota(burst: 100, ratePerSecond: 5)
        case _ where action.hasPrefix("Describe"):
            RequestPacing.Quota(burst: 100, ratePerSecond: 20)
        default:
            RequestPacing.Quota(burst: 50, ratePerSecond: 5)
        }
    }
}
