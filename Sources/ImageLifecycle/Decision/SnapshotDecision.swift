// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Whether a snapshot is kept or deleted, and everything that was said about it.
package struct SnapshotDecision: Sendable, Hashable {
    package let snapshot: Snapshot
    /// Every rule and guard that spoke, in the order in which they are asked.
    package let findings: [Finding]

    /// A snapshot goes only if nothing keeps it and a retention rule was found to let it go.
    package var action: ImageDecision.Action {
        keeper == nil && findings.contains(where: \.expires) ? .retire : .keep
    }

    /// What keeps the snapshot: the first finding that does.
    package var keeper: Finding? { findings.first(where: \.keeps) }

    /// Whether only the guards that cost calls can still keep the snapshot.
    package var passes: Bool { action == .retire }

    /// Adds what the guards found that cost calls; nil if nobody could say, which keeps it.
    package func answered(_ found: [Finding]?) -> SnapshotDecision {
        guard passes else { return self }
        let unasked = [Finding(.lock, .notEvaluated, "nobody answered")]
        return SnapshotDecision(snapshot: snapshot, findings: findings + (found ?? unasked))
    }

    /// Keeps a snapshot that a plan does not list; what keeps it anyway is said first.
    package func bound(to plan: PlanBinding?) -> SnapshotDecision {
        guard let finding = plan?.finding(on: snapshot.snapshotID), findings.first?.keeps == false else { return self }
        return SnapshotDecision(snapshot: snapshot, findings: findings + [finding])
    }

    /// Decides about every snapshot of an account, as far as that is possible without asking EC2 more.
    ///
    /// Those that pass are to be answered(_:) by the guards that cost calls.
    ///
    /// - Parameters:
    ///   - snapshots: all own snapshots.
    ///   - images: all own images that may use any of them, disabled ones included.
    ///   - recycled: the ids of the images in the Recycle Bin; nil if nobody could say.
    ///   - policy: what the user wants.
    ///   - now: when the run started.
    /// - Returns: a decision per snapshot, in their order.
    package static func decide(
        _ snapshots: [Snapshot],
        images: [Image],
        recycled: Set<String>? = nil,
        policy: LifecyclePolicy,
        now: Date
    ) -> [SnapshotDecision] {
        let selections = snapshots.map { snapshot in
            policy.select.finding(
                id: snapshot.snapshotID,
                name: snapshot.tags.value(of: "Name"),
                tags: snapshot.tags
            )
        }
        let selected = zip(snapshots, selections).filter { $0.1.verdict == .letGo }.map(\.0)
        let users = SnapshotUsers(images)
        let orphans = OrphanRule(policy, images: images, recycled: recycled, now: now)
        let guarded = selected.filter { SnapshotGuards.permanentFindings(on: $0, policy, users).isEmpty == false }
        let retention = RetentionDecision(
            selected.map { Backup($0) },
            uncounted: Set(guarded.map(\.snapshotID)),
            policy: policy,
            now: now
        )
        return zip(snapshots, selections).map { snapshot, selection in
            // A snapshot that the policy is not about needs no further word.
            guard selection.verdict == .letGo else {
                return SnapshotDecision(snapshot: snapshot, findings: [selection])
            }
            let findings =
                [selection] + [orphans?.finding(on: snapshot)].compactMap { $0 }
                + retention.findings(on: Backup(snapshot))
                + SnapshotGuards.permanentFindings(on: snapshot, policy, users)
                + [SnapshotGuards.state(snapshot)].compactMap { $0 }
            return SnapshotDecision(snapshot: snapshot, findings: findings)
        }
    }
}
