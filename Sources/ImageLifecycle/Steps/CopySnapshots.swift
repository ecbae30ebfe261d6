// SPDX-License-Identifier: Apache-2.0

/// Begins the copies that are missing of one backup's snapshots, and looks how far the others are.
///
/// A state machine asks again until all are complete. Keys are refused asynchronously, so a copy that ended in error is
/// removed and tried once more in a run. Only 20 copies are made at a time in a region: the rest waits for the next look.
package enum CopySnapshots: Step {
    /// What the step takes: `{"policy": {…}, "now": "…", "item": {"id": "i-01", "snapshotIDs": ["snap-01"]}}`.
    package typealias Input = BackupStepInput
    package typealias Output = BackupProgress

    package static let ec2Actions = [
        "ec2:CopySnapshot", "ec2:CreateTags", "ec2:DeleteSnapshot", "ec2:DeleteTags", "ec2:DescribeInstances",
        "ec2:DescribeRegions", "ec2:DescribeSnapshots", "ec2:DescribeVolumes",
    ]

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let create = try input.policy.backups()
        guard input.policy.mode == .enforce else {
            return BackupProgress(input.item, failed: "report mode makes nothing")
        }
        do {
            let snapshots = try await ec2.ownSnapshots(input.item.snapshotIDs ?? []).filter { $0.state == .completed }
            let survey = try await CopySurvey(snapshots, input, create, ec2: ec2)
            var item = input.item
            var isPending = false
            var copies = 0
            for wish in survey.wishes {
                switch wish.standing {
                case .complete(let copy):
                    copies += 1
                    try await name(copy, on: wish, ec2: ec2)
                case .untagged(let copy, let tags):
                    try await ec2.inRegion(wish.region).createTags(tags, on: [copy.snapshotID])
                    isPending = true
                case .pending:
                    isPending = true
                case .failed(let copy):
                    let message = copy.stateMessage.map { ": \($0)" } ?? ""
                    item.note(failure: "the copy \(copy.snapshotID) in \(wish.region) ended in error\(message)")
                case .impossible(let reason):
                    item.note(failure: reason)
                case .missing:
                    isPending = await begin(wish, number: 1, input, &item, ec2: ec2) || isPending
                case .worthAnotherTry(let errored):
                    let target = ec2.inRegion(wish.region)
                    for copy in errored { try await target.removeFailed(copy.snapshotID) }
                    let isFirst = !errored.contains {
                        $0.tags.value(of: ShelflifeTag.copyTry) == CopySurvey.copyTry(1, input.now)
                    }
                    isPending = await begin(wish, number: isFirst ? 1 : 2, input, &item, ec2: ec2) || isPending
                }
            }
            if isPending { return BackupProgress(.pending, item, snapshots: snapshots.count, copies: copies) }
            let spare = survey.spareSources
            let kept = snapshots.filter { snapshot in
                !spare.contains(snapshot.snapshotID) && survey.isFinished(snapshot.snapshotID)
                    && snapshot.tags.contains { $0.key == create.marker.key }
            }
            if !kept.isEmpty { try await ec2.deleteTags([create.marker.key], from: kept.map(\.snapshotID)) }
            return BackupProgress(spare.isEmpty ? .ended : .deleting, item, snapshots: snapshots.count, copies: copies)
        } catch {
            throw error.worthAnotherTry ?? StepError(error)
        }
    }

    /// - Returns: whether to look again later.
    private static func begin(
        _ wish: CopySurvey.Wish,
        number: Int,
        _ input: Input,
        _ item: inout BackupItem,
        ec2: some EC2
    ) async -> Bool {
        var request = CopySnapshotRequest(sourceSnapshotID: wish.snapshot.snapshotID, sourceRegion: ec2.region)
        request.description = wish.snapshot.description.cutToDescription()
        request.kmsKeyID = wish.copy.kmsKeyID
        request.tags =
            wish.tags + [Tag(key: ShelflifeTag.copyTry, value: CopySurvey.copyTry(number, input.now))]
        do {
            _ = try await ec2.inRegion(wish.region).copySnapshot(request)
            return true
        } catch {
            // A lost answer, a limit, throttling: the next look finds what was made, and makes what was not.
            if error.worthAnotherTry != nil { return true }
            item.note(failure: "no copy in \(wish.region): \(error)")
            return false
        }
    }

    /// Writes the copy's id on its source, where the policy wants that.
    private static func name(_ copy: Snapshot, on wish: CopySurvey.Wish, ec2: some EC2) async throws(EC2Error) {
        guard let key = wish.copy.copyIDTag, wish.snapshot.tags.value(of: key) != copy.snapshotID else { return }
        try await ec2.createTags([Tag(key: key, value: copy.snapshotID)], on: [wish.snapshot.snapshotID])
    }
}

extension CopySurvey {
    /// Whether every copy of a snapshot is complete with its tags.
    func isFinished(_ snapshotID: String) -> Bool {
        wishes.filter { $0.snapshot.snapshotID == snapshotID }.allSatisfy { wish in
            if case .complete = wish.standing { return true }
            return false
        }
    }

    /// The sources that may go: every copy is complete with its tags, and none wants its source kept.
    var spareSources: Set<String> {
        let ids = Set(wishes.map(\.snapshot.snapshotID))
        return ids.filter { snapshotID in
            isFinished(snapshotID)
                && wishes.allSatisfy { $0.snapshot.snapshotID != snapshotID || !$0.copy.keepSource }
        }
    }
}

extension EC2 {
    /// Deletes a copy that ended in error; one that is gone already is fine.
    func removeFailed(_ snapshotID: String) async throws(EC2Error) {
        do {
            try await deleteSnapshot(snapshotID)
        } catch {
            guard error.code == "InvalidSnapshot.NotFound" else { throw error }
        }
    }
}
