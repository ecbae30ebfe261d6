// SPDX-License-Identifier: Apache-2.0

/// The guards of a snapshot.
enum SnapshotGuards {
    /// The first objection that the snapshot carries in itself; nil if there is none.
    static func finding(on snapshot: Snapshot) -> Finding? {
        ImageGuards.keepTag(snapshot.tags)
            ?? ImageGuards.awsBackup(name: nil, ownerAlias: nil, tags: snapshot.tags)
            ?? ImageGuards.lifecycleManager(snapshot.tags)
    }

    /// What keeps the snapshot for other reasons than its age, so that it takes no other's place in a count.
    static func permanentFindings(
        on snapshot: Snapshot,
        _ policy: LifecyclePolicy,
        _ users: SnapshotUsers
    ) -> [Finding] {
        let found = [
            policy.select.exclude.finding(id: snapshot.snapshotID, tags: snapshot.tags),
            finding(on: snapshot),
            imageUse(snapshot, users),
        ]
        return found.compactMap { $0 }
    }

    static func state(_ snapshot: Snapshot) -> Finding? {
        guard snapshot.state != .completed, snapshot.state != .error else { return nil }
        return Finding(.state, .keep, "is \(snapshot.state.rawValue), neither completed nor failed")
    }

    private static func imageUse(_ snapshot: Snapshot, _ users: SnapshotUsers) -> Finding? {
        let imageIDs = users.others(than: "", of: snapshot.snapshotID)
        guard !imageIDs.isEmpty else { return nil }
        return Finding(.imageUse, .keep, "backs \(Sentences.list(imageIDs))")
    }
}
