// SPDX-License-Identifier: Apache-2.0

/// What must be known before the snapshots behind an image are deleted: which exist, and which other images use them.
struct SnapshotSweep {
    private let imageID: String
    private let snapshots: [String: Snapshot]
    private let users: SnapshotUsers
    private let policyName: String
    /// What the policy never touches, which holds for snapshots as well.
    private let exclude: SelectionPolicy.Exclusion
    /// Only the one that asks whom a snapshot is shared with counts; the image's have answered the others.
    private let guards: GuardPolicy

    /// Looks up what the snapshots behind an image that is gone are, and who else uses them.
    init(
        of snapshotIDs: [String],
        behind imageID: String,
        policy: LifecyclePolicy,
        ec2: some EC2
    ) async throws(EC2Error) {
        self.imageID = imageID
        policyName = policy.name
        exclude = policy.select.exclude
        guards = policy.guards
        guard !snapshotIDs.isEmpty else {
            snapshots = [:]
            users = SnapshotUsers([])
            return
        }
        users = SnapshotUsers(try await ec2.imagesUsing(snapshotIDs))
        let found = try await ec2.ownSnapshots(snapshotIDs)
        snapshots = Dictionary(found.map { ($0.snapshotID, $0) }) { first, _ in first }
    }

    /// Deletes one snapshot unless something needs it; throws what is worth another try.
    func delete(_ snapshotID: String, ec2: some EC2) async throws(StepError) -> DeleteImageSnapshots.SnapshotResult {
        guard let snapshot = snapshots[snapshotID] else {
            return .init(snapshotID: snapshotID, outcome: .alreadyGone, reason: "not among the account's snapshots")
        }
        func result(_ outcome: DeleteImageSnapshots.Outcome, _ reason: String? = nil)
            -> DeleteImageSnapshots.SnapshotResult
        {
            .init(snapshotID: snapshotID, outcome: outcome, reason: reason, sizeGiB: snapshot.volumeSizeGiB)
        }
        let others = users.others(than: imageID, of: snapshotID)
        if !others.isEmpty { return result(.kept, "\(Sentences.list(others)) uses it too") }
        let excluded = exclude.finding(id: snapshotID, tags: snapshot.tags)
        // A backup that another policy made stays one, whoever registered an image on it.
        let owned = Finding.owner(snapshot.tags.value(of: ShelflifeTag.policy), policyName: policyName)
        if let finding = excluded ?? SnapshotGuards.finding(on: snapshot) ?? owned {
            return result(.kept, finding.description)
        }
        if let finding = try await sharing(of: snapshot, ec2: ec2) {
            // Two images of one run may stand on a snapshot: the other one's worker may have been here since.
            if finding.verdict == .notEvaluated, (try? await ec2.ownSnapshots([snapshotID]))?.isEmpty == true {
                return result(.alreadyGone)
            }
            var kept = result(.kept, finding.description)
            if finding.verdict == .notEvaluated { kept.notEvaluated = true }
            return kept
        }
        do {
            try await ec2.deleteSnapshot(snapshotID)
            return result(.deleted)
        } catch {
            switch (error.code, error.kind) {
            case ("InvalidSnapshot.NotFound", _):
                // Whose answer was lost on the first try was our own deletion.
                return result(error.mayHaveActed ? .deleted : .alreadyGone)
            case ("InvalidSnapshot.InUse", _) where error.message.contains(imageID):
                throw StepError(.snapshotInUse, "\(snapshotID) is still held by \(imageID), which is deregistered")
            case ("InvalidSnapshot.InUse", _):
                return result(.kept, "still in use: \(error.message)")
            case ("OperationNotPermitted", _):
                return result(.kept, error.description)
            case (_, .throttled), (_, .unavailable):
                throw StepError(error)
            case (_, .accessDenied), (_, .refused):
                return result(.failed, error.description)
            }
        }
    }

    /// What keeps the snapshot because others use it, or may; nil if nobody does.
    private func sharing(of snapshot: Snapshot, ec2: some EC2) async throws(StepError) -> Finding? {
        let answers = await GuardAnswers.aboutSharing([snapshot], guards: guards, ec2: ec2)
        if let error = answers.passingError(on: snapshot.snapshotID) { throw StepError(error) }
        return answers.findings(on: snapshot.snapshotID)?.first(where: \.keeps)
    }
}
