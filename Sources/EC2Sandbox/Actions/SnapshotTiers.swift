// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// The archive tier and fast snapshot restore: both make a snapshot something to leave alone.
extension Action {
    static let modifySnapshotTier = Action("ModifySnapshotTier", .mutating, ["SnapshotId", "StorageTier"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let snapshot = try region.ownSnapshot(try parameters.required("SnapshotId"))
        guard parameters.string("StorageTier") ?? "archive" == "archive" else {
            throw .invalidValue(parameters.string("StorageTier") ?? "", for: "storageTier")
        }
        guard snapshot.state == .completed, !snapshot.isArchived, snapshot.archivedFrom == nil else {
            throw EC2Failure("IncorrectState", "The snapshot '\(snapshot.id)' cannot be archived in its state.")
        }
        guard !snapshot.tags.isBackupManaged else { throw .unauthorizedOperation }
        // The snapshots of a disabled image may go to the archive, those of any other may not.
        let users = (region.imageIDsBySnapshot[snapshot.id] ?? []).compactMap { region.images[$0] }
        if let user = users.filter({ $0.isRegistered && $0.state != .disabled }).map(\.id).min() {
            throw EC2Failure("InvalidSnapshot.InUse", "The snapshot \(snapshot.id) is currently in use by \(user)")
        }
        let start = region.now
        region.snapshots.update(snapshot.id) {
            $0.archivedFrom = start
            $0.fastRestoreZones = []
            $0.sharedWith = []
        }
        let seconds = region.configuration.takesTime ? 3600.0 : 0
        region.timeline.add(.snapshotArchived(snapshot.id), due: start.addingTimeInterval(seconds))
        xml.text("snapshotId", snapshot.id)
        xml.date("tieringStartTime", start)
    }

    static let describeSnapshotTierStatus = Action(
        "DescribeSnapshotTierStatus",
        .reading,
        ["Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<SnapshotRecord>(
            parameters,
            properties: [
                "snapshot-id": { [$0.id] },
                "volume-id": { [$0.volumeID] },
                "last-tiering-operation": { $0.tieringStatus.map { [$0] } ?? [] },
            ]
        ) { $0.tags }
        let paging = try Paging(parameters, action: "DescribeSnapshotTierStatus")
        let tiering = filters.exactValues(of: "last-tiering-operation").map { _ in
            Array(region.snapshots.ids(with: .condition))
        }
        let few = filters.candidates(in: region.snapshots, idFilter: "snapshot-id", narrowedTo: tiering)
        let (snapshots, nextToken) = paging.page(region.snapshots, among: few) { snapshot in
            snapshot.ownerID == region.accountID && snapshot.deletedAt == nil && filters.matches(snapshot)
        }
        xml.list("snapshotTierStatusSet", snapshots) { xml, snapshot in
            xml.text("snapshotId", snapshot.id)
            xml.text("volumeId", snapshot.volumeID)
            xml.text("status", snapshot.state.rawValue)
            xml.text("ownerId", snapshot.ownerID)
            xml.tagSet(snapshot.tags)
            xml.text("storageTier", snapshot.storageTier)
            xml.date("lastTieringStartTime", snapshot.archivedFrom)
            xml.text("lastTieringOperationStatus", snapshot.tieringStatus)
        }
        xml.text("nextToken", nextToken)
    }

    static let enableFastSnapshotRestores = Action(
        "EnableFastSnapshotRestores",
        .mutating,
        ["AvailabilityZone", "SourceSnapshotId"]
    ) { region, parameters, xml throws(EC2Failure) in
        try setFastRestores(&region, parameters, &xml, isEnabled: true)
    }

    static let disableFastSnapshotRestores = Action(
        "DisableFastSnapshotRestores",
        .mutating,
        ["AvailabilityZone", "SourceSnapshotId"]
    ) { region, parameters, xml throws(EC2Failure) in
        try setFastRestores(&region, parameters, &xml, isEnabled: false)
    }

    static let describeFastSnapshotRestores = Action(
        "DescribeFastSnapshotRestores",
        .reading,
        ["Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<FastRestore>(
            parameters,
            properties: [
                "snapshot-id": { [$0.snapshotID] },
                "availability-zone": { [$0.zone] },
                "state": { _ in ["enabled"] },
            ]
        )
        let paging = try Paging(parameters, action: "DescribeFastSnapshotRestores", range: 0...200)
        let all = region.snapshots.entries(of: region.snapshots.ids(with: .condition)).map(\.record)
            .filter { $0.deletedAt == nil }
            .flatMap { snapshot in snapshot.fastRestoreZones.map { FastRestore(snapshotID: snapshot.id, zone: $0) } }
        let entries = all.enumerated().map { (sequence: $0.offset + 1, record: $0.element) }
        let (page, nextToken) = paging.page(entries: entries) { filters.matches($0) }
        xml.list("fastSnapshotRestoreSet", page) { xml, restore in
            xml.text("snapshotId", restore.snapshotID)
            xml.text("availabilityZone", restore.zone)
            xml.text("state", "enabled")
            xml.text("ownerId", region.accountID)
        }
        xml.text("nextToken", nextToken)
    }

    private static func setFastRestores(
        _ region: inout AccountRegion,
        _ parameters: Parameters,
        _ xml: inout XMLWriter,
        isEnabled: Bool
    ) throws(EC2Failure) {
        let zones = try parameters.strings("AvailabilityZone")
        guard !zones.isEmpty else { throw .missingParameter("AvailabilityZone") }
        let ids = try parameters.strings("SourceSnapshotId")
        guard !ids.isEmpty else { throw .missingParameter("SourceSnapshotId") }
        for id in ids { _ = try region.ownSnapshot(id) }
        for id in ids {
            region.snapshots.update(id) { snapshot in
                snapshot.fastRestoreZones.removeAll(where: zones.contains)
                if isEnabled { snapshot.fastRestoreZones += zones }
            }
        }
        let changed = ids.flatMap { id in zones.map { FastRestore(snapshotID: id, zone: $0) } }
        xml.list("successful", changed) { xml, restore in
            xml.text("snapshotId", restore.snapshotID)
            xml.text("availabilityZone", restore.zone)
            xml.text("state", isEnabled ? "enabling" : "disabling")
        }
        xml.list("unsuccessful", EmptyCollection<Never>()) { _, _ in }
    }
}

private struct FastRestore {
    var snapshotID: String
    var zone: String
}

extension SnapshotRecord {
    fileprivate var tieringStatus: String? {
        if isArchived { return "archival-completed" }
        return archivedFrom == nil ? nil : "archival-in-progress"
    }
}
