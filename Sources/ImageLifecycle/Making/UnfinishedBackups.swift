// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The backups of a policy that earlier runs began and did not finish, by their marker.
package struct UnfinishedBackups: Sendable {
    package let items: [BackupItem]

    package init(
        _ kind: BackupKind,
        policy: LifecyclePolicy,
        create: CreatePolicy,
        now: Date,
        ec2: some EC2
    ) async throws(EC2Error) {
        let filters = [
            Filter("tag:\(ShelflifeTag.policy)", [Filter.literal(policy.name)]),
            Filter("tag:\(create.marker.key)", [Filter.literal(create.marker.value)]),
        ]
        let thisRun = BackupTags.run(policy, now: now)
        func isEarlier(_ tags: [Tag]) -> Bool { tags.value(of: ShelflifeTag.run)?.hasPrefix(thisRun) != true }
        switch kind {
        case .images:
            items = try await ec2.allImages(filters: filters)
                .filter { [.available, .pending, .transient].contains($0.state) && isEarlier($0.tags) }
                .map { image in
                    let instanceID = image.tags.value(of: ShelflifeTag.sourceInstance)
                    return BackupItem(id: image.imageID, instanceID: instanceID, imageID: image.imageID)
                }
        case .volumes:
            let snapshots = try await ec2.allSnapshots(filters: filters).filter { snapshot in
                [.completed, .pending].contains(snapshot.state) && isEarlier(snapshot.tags)
                    && snapshot.volumeID != Snapshot.placeholderVolumeID
            }
            let backups = Dictionary(grouping: snapshots) { $0.tags.value(of: ShelflifeTag.run) ?? $0.snapshotID }
            items = backups.values.compactMap { snapshots in
                let ids = snapshots.map(\.snapshotID).sorted()
                guard let first = ids.first else { return nil }
                let instanceID = snapshots.first?.tags.value(of: ShelflifeTag.sourceInstance)
                return BackupItem(id: first, instanceID: instanceID, snapshotIDs: ids)
            }
        }
    }
}

/// What a backup workflow makes.
package enum BackupKind: String, Sendable, Hashable, Codable {
    case images, volumes
}
