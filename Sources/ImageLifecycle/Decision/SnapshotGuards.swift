// SPDX-License-Identifier: Apache-2.0

/// The guards that a snapshot carries in itself.
enum SnapshotGuards {
    /// The first objection to deleting the snapshot; nil if there is none.
    static func finding(on snapshot: Snapshot) -> Finding? {
        ImageGuards.keepTag(snapshot.tags)
            ?? ImageGuards.awsBackup(name: nil, ownerAlias: nil, tags: snapshot.tags)
            ?? ImageGuards.lifecycleManager(snapshot.tags)
    }
}
