// SPDX-License-Identifier: Apache-2.0

/// Looks at one snapshot again, and deletes it if still nothing keeps it.
///
/// One that is gone already is a success.
package enum DeleteSnapshot: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "item": {"snapshotID": "snap-01"}}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        package var item: ListExpiredSnapshots.Item

        package init(policy: LifecyclePolicy, now: Timestamp, item: ListExpiredSnapshots.Item) {
            self.policy = policy
            self.now = now
            self.item = item
        }
    }

    package typealias Output = SnapshotItemResult

    package static let ec2Actions =
        (["ec2:DeleteSnapshot", "ec2:DescribeImages", "ec2:DescribeSnapshots"]
        + ["ec2:ListImagesInRecycleBin", "ec2:ListSnapshotsInRecycleBin"]
        + IAMActions.snapshotGuards).sorted()

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let snapshotID = input.item.snapshotID
        guard input.policy.mode == .enforce else {
            return Output(snapshotID: snapshotID, keptBy: [Finding(.mode, .keep, "report mode retires nothing")])
        }
        do {
            guard let snapshot = try await ec2.ownSnapshots([snapshotID]).first(where: { $0.snapshotID == snapshotID })
            else { return Output(snapshotID: snapshotID, outcome: .alreadyGone) }
            let decision = try await decide(snapshot, input, plan: context.plan, ec2: ec2)
            guard decision.action == .retire else {
                context.decided?(snapshotID, decision.findings)
                return Output(snapshotID: snapshotID, keptBy: decision.findings)
            }
            return try await delete(snapshot, ec2: ec2)
        } catch {
            throw StepError(error)
        }
    }

    private static func decide(
        _ snapshot: Snapshot,
        _ input: Input,
        plan: PlanBinding?,
        ec2: some EC2
    ) async throws(EC2Error) -> SnapshotDecision {
        let policy = input.policy
        let peers = try await peers(of: snapshot, policy.retain, ec2: ec2)
        var images = try await ec2.imagesUsing([snapshot.snapshotID])
        if policy.retain.orphans != nil {
            let known = Set(images.map(\.imageID))
            images += try await ec2.ownImage(snapshot.madeForImageID).filter { !known.contains($0.imageID) }
        }
        let decisions = SnapshotDecision.decide(
            [snapshot] + peers.filter { $0.snapshotID != snapshot.snapshotID },
            images: images,
            recycled: try await ec2.recycledImageIDs(for: policy),
            policy: policy,
            now: input.now.date
        )
        // The snapshot itself comes first.
        let cheap = decisions[0].bound(to: plan)
        guard cheap.passes else { return cheap }
        let answers = await GuardAnswers.about([snapshot], guards: policy.guards, ec2: ec2)
        let decision = cheap.answered(answers.findings(on: snapshot.snapshotID))
        // What may pass is worth another try of the step; everything else keeps the snapshot.
        if decision.keeper?.verdict == .notEvaluated, let error = answers.passingError(on: snapshot.snapshotID) {
            throw error
        }
        return decision
    }

    /// The snapshots that the snapshot must be compared with: fewer keep more, so narrow questions are safe.
    private static func peers(
        of snapshot: Snapshot,
        _ retain: RetentionPolicy,
        ec2: some EC2
    ) async throws(EC2Error) -> [Snapshot] {
        guard retain.comparesBackups || !retain.lastMayGo else { return [] }
        var filters: [Filter] = []
        if let owner = snapshot.tags.value(of: ShelflifeTag.policy) {
            filters.append(Filter("tag:\(ShelflifeTag.policy)", [Filter.literal(owner)]))
        }
        if retain.groupBy == .source {
            if let volumeID = snapshot.tags.value(of: ShelflifeTag.sourceVolume) {
                filters.append(Filter("tag:\(ShelflifeTag.sourceVolume)", [Filter.literal(volumeID)]))
            } else if snapshot.volumeID.hasPrefix("vol-"), snapshot.volumeID != Snapshot.placeholderVolumeID {
                filters.append(Filter("volume-id", [snapshot.volumeID]))
            }
        }
        return try await ec2.allSnapshots(filters: filters)
    }

    private static func delete(_ snapshot: Snapshot, ec2: some EC2) async throws(EC2Error) -> Output {
        do {
            try await ec2.deleteSnapshot(snapshot.snapshotID)
        } catch {
            switch error.code {
            // Whose answer was lost on the first try was our own deletion.
            case "InvalidSnapshot.NotFound" where error.mayHaveActed: break
            case "InvalidSnapshot.NotFound":
                return Output(snapshotID: snapshot.snapshotID, outcome: .alreadyGone)
            case "InvalidSnapshot.InUse":
                return Output(snapshotID: snapshot.snapshotID, keptBy: [Finding(.imageUse, .keep, error.description)])
            case "OperationNotPermitted":
                return Output(snapshotID: snapshot.snapshotID, keptBy: [Finding(.lock, .keep, error.description)])
            default:
                throw error
            }
        }
        var result = Output(snapshotID: snapshot.snapshotID, outcome: .retired)
        result.sizeGiB = snapshot.volumeSizeGiB
        result.recoverableUntil = await .of(snapshotID: snapshot.snapshotID, ec2: ec2)
        return result
    }
}
