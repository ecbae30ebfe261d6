// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

@testable import EC2Sandbox

/// Reasons to keep a snapshot of its own.
extension Need {
    /// Those that a guard must ask for.
    static let ofSnapshots: [Need] = [
        Need("lock", .lock, asking: "DescribeLockedSnapshots") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, now in snapshot.lock = lock(from: now) }
        },
        Need("archiving in progress", .archive, asking: "DescribeSnapshotTierStatus") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, now in snapshot.archivedFrom = now }
        },
        Need("fast snapshot restore", .fastSnapshotRestore, asking: "DescribeFastSnapshotRestores") {
            region,
            snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, _ in snapshot.fastRestoreZones = ["us-east-1a"] }
        },
        Need("share", .shared, asking: "DescribeSnapshotAttribute") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, _ in snapshot.sharedWith = ["210987654321"] }
        },
        Need("public", .shared, asking: "DescribeSnapshotAttribute") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, _ in snapshot.sharedWith = ["all"] }
        },
    ]

    /// Those that the listings of snapshots and images tell.
    static let carriedBySnapshots: [Need] = [
        tagged("shelflife:keep", .keepTag), tagged("aws:backup:source-resource", .awsBackup),
        tagged("aws:dlm:lifecycle-policy-id", .lifecycleManager),
        Need("pending", .state, asking: "DescribeSnapshots") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, _ in snapshot.state = .pending }
        },
        Need("image", .imageUse, asking: "DescribeImages") { region, snapshotID in
            region.put(image(of: snapshotID, region))
        },
        Need("disabled image", .imageUse, asking: "DescribeImages") { region, snapshotID in
            var image = image(of: snapshotID, region)
            image.state = .disabled
            region.put(image)
        },
    ]

    private static func tagged(_ key: String, _ rule: Finding.Rule) -> Need {
        Need("tag \(key)", rule, asking: "DescribeSnapshots") { region, snapshotID in
            change(snapshot: snapshotID, &region) { snapshot, _ in snapshot.tags.append(Tag(key: key, value: "x")) }
        }
    }

    private static func image(of snapshotID: String, _ region: AccountRegion) -> ImageRecord {
        let ebs = DeviceMapping.EBS(snapshotID: snapshotID, sizeGiB: 8)
        return ImageRecord(
            id: "ami" + snapshotID.dropFirst(4),
            ownerID: region.accountID,
            name: "image of \(snapshotID)",
            creationDate: region.now,
            devices: [DeviceMapping(deviceName: "/dev/xvda", ebs: ebs)]
        )
    }

    static func lock(from now: Date) -> SnapshotLock {
        SnapshotLock(
            isCompliance: false,
            createdAt: now,
            expiresAt: now.addingTimeInterval(864_000),
            durationDays: 10,
            coolOffEndsAt: nil,
            coolOffHours: nil
        )
    }

    static func change(
        snapshot snapshotID: String,
        _ region: inout AccountRegion,
        _ change: (inout SnapshotRecord, Date) -> Void
    ) {
        guard var snapshot = region.snapshots[snapshotID] else { return }
        change(&snapshot, region.now)
        region.put(snapshot)
    }
}
