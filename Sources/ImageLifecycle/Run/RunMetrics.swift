// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A run's counts as metrics.
struct RunMetrics {
    let policy: String
    let now: Date
    let tally: Tally

    /// The run's counts, then what was kept under each reason; of the policy, all of them.
    var lines: [String] {
        let kept = tally.keptBy.sorted { $0.key < $1.key }.map { reason, count in
            EmbeddedMetrics(
                now: now,
                dimensions: [("Policy", policy), ("Reason", reason)],
                [EmbeddedMetrics.Metric("Kept", "Count", count)]
            )
        }
        let counts = EmbeddedMetrics(now: now, dimensions: [("Policy", policy)], metrics)
        return ([counts] + kept).compactMap(\.line)
    }

    private var noun: String {
        switch tally.resources {
        case .images: "Images"
        case .snapshots: "Snapshots"
        }
    }

    private var metrics: [EmbeddedMetrics.Metric] {
        [
            EmbeddedMetrics.Metric(noun + "Scanned", "Count", tally.scanned),
            EmbeddedMetrics.Metric(noun + "Expired", "Count", tally.wouldRetire),
            EmbeddedMetrics.Metric(noun + "Retired", "Count", tally.retired),
            EmbeddedMetrics.Metric(noun + "NotEvaluated", "Count", tally.notEvaluated),
            EmbeddedMetrics.Metric(noun + "Failed", "Count", tally.failed),
            EmbeddedMetrics.Metric("SnapshotsDeleted", "Count", tally.snapshotsDeleted),
            EmbeddedMetrics.Metric("SnapshotsNotDeleted", "Count", tally.snapshotsFailed),
            EmbeddedMetrics.Metric("DeletedGiB", "Gigabytes", tally.deletedGiB),
        ]
    }
}
