// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeSnapshots = Action(
        "DescribeSnapshots",
        .reading,
        ["SnapshotId", "Owner", "RestorableBy", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let (snapshots, nextToken) = try region.describeSnapshots(parameters)
        xml.list("snapshotSet", snapshots) { $0.snapshot($1.record, at: region.now) }
        xml.text("nextToken", nextToken)
    }
}

extension AccountRegion {
    /// The page of snapshots that a DescribeSnapshots request asks for.
    func describeSnapshots(
        _ parameters: Parameters
    ) throws(EC2Failure) -> (page: [Table<SnapshotRecord>.Entry], nextToken: String?) {
        let selection = try SnapshotSelection(parameters, region: self)
        let paging = try Paging(parameters, action: "DescribeSnapshots", ids: "SnapshotId")
        guard !parameters.contains("SnapshotId") else {
            return (try describeSnapshots(try parameters.strings("SnapshotId"), selection), nil)
        }
        return describeSnapshots(selection, paging)
    }

    /// The same without the way over parameters.
    func describeSnapshots(
        _ request: DescribeSnapshotsRequest
    ) throws(EC2Failure) -> (page: [Table<SnapshotRecord>.Entry], nextToken: String?) {
        let selection = try SnapshotSelection(request, region: self)
        guard request.snapshotIDs.isEmpty else { return (try describeSnapshots(request.snapshotIDs, selection), nil) }
        return describeSnapshots(selection, try Paging(request))
    }

    private func describeSnapshots(
        _ ids: [String],
        _ selection: SnapshotSelection
    ) throws(EC2Failure) -> [Table<SnapshotRecord>.Entry] {
        for id in ids {
            if let gone = snapshots.entry(id), isStillSpreading(gone.record.deletedAt) { continue }
            _ = try snapshot(id)
        }
        return ids.compactMap(snapshots.entry).filter { selection.includes($0.record, in: self) }
    }

    private func describeSnapshots(
        _ selection: SnapshotSelection,
        _ paging: Paging
    ) -> (page: [Table<SnapshotRecord>.Entry], nextToken: String?) {
        let few = selection.filters.candidates(in: snapshots, idFilter: "snapshot-id")
        let (page, nextToken) = paging.entries(of: snapshots, among: few) { selection.includes($0, in: self) }
        return (page, nextToken)
    }
}

/// Which snapshots a DescribeSnapshots request is about.
extension AccountRegion {
    fileprivate func snapshotFilterProperty(_ name: String) -> FilterSet<SnapshotRecord>.Property? {
        guard name == "progress" else { return SnapshotRecord.filterProperties[name] }
        return { [now] in [$0.progress(at: now)] }
    }
}

private struct SnapshotSelection {
    private let owners: Set<String>
    private let restorers: Set<String>
    let filters: FilterSet<SnapshotRecord>
    private let accountID: String

    init(_ parameters: Parameters, region: AccountRegion) throws(EC2Failure) {
        let accountID = region.accountID
        self.accountID = accountID
        owners = Set(try parameters.strings("Owner").map { $0 == "self" ? accountID : $0 })
        restorers = Set(try parameters.strings("RestorableBy").map { $0 == "self" ? accountID : $0 })
        filters = try FilterSet(parameters, property: region.snapshotFilterProperty, tags: { $0.tags })
    }

    init(_ request: DescribeSnapshotsRequest, region: AccountRegion) throws(EC2Failure) {
        let accountID = region.accountID
        self.accountID = accountID
        owners = Set(request.owners.map { $0 == "self" ? accountID : $0 })
        restorers = []
        filters = try FilterSet(request.filters, property: region.snapshotFilterProperty, tags: { $0.tags })
    }

    func includes(_ snapshot: SnapshotRecord, in region: AccountRegion) -> Bool {
        guard region.isShown(from: snapshot.shownFrom), region.isVisible(snapshot) else { return false }
        guard snapshot.deletedAt == nil || region.isStillSpreading(snapshot.deletedAt) else { return false }
        guard owners.isEmpty || owners.contains(snapshot.ownerID) else { return false }
        if !restorers.isEmpty {
            let isOwner = restorers.contains(snapshot.ownerID)
            guard isOwner || snapshot.sharedWith.contains(where: restorers.contains) else { return false }
        }
        return filters.matches(snapshot)
    }
}

extension SnapshotRecord {
    var storageTier: String { isArchived ? "archive" : "standard" }

    /// How much of it is there, `42%` for instance.
    func progress(at now: Date) -> String {
        switch state {
        case .completed: return "100%"
        case .error: return "0%"
        case .pending:
            guard let completesAt, completesAt > startTime else { return "0%" }
            let share = now.timeIntervalSince(startTime) / completesAt.timeIntervalSince(startTime)
            return "\(min(99, max(0, Int(share * 100))))%"
        }
    }

    /// Those that need nothing but the snapshot.
    fileprivate static let filterProperties: [String: FilterSet<SnapshotRecord>.Property] = [
        "description": { [$0.description] },
        "encrypted": { ["\($0.isEncrypted)"] },
        "owner-alias": { _ in [] },
        "owner-id": { [$0.ownerID] },
        "snapshot-id": { [$0.id] },
        "start-time": { [Timestamp.text($0.startTime)] },
        "status": { [$0.state.rawValue] },
        "storage-tier": { [$0.storageTier] },
        "transfer-type": { _ in ["standard"] },
        "volume-id": { [$0.volumeID] },
        "volume-size": { ["\($0.sizeGiB)"] },
    ]
}

extension XMLWriter {
    /// The members of `Snapshot`, which CreateSnapshot answers with as well.
    mutating func snapshot(_ snapshot: SnapshotRecord, at now: Date) {
        text("snapshotId", snapshot.id)
        text("volumeId", snapshot.volumeID)
        text("status", snapshot.state.rawValue)
        text("statusMessage", snapshot.stateMessage)
        date("startTime", snapshot.startTime)
        text("progress", snapshot.progress(at: now))
        text("ownerId", snapshot.ownerID)
        integer("volumeSize", snapshot.sizeGiB)
        text("description", snapshot.description)
        tagSet(snapshot.tags)
        bool("encrypted", snapshot.isEncrypted)
        text("kmsKeyId", snapshot.keyARN)
        text("storageTier", snapshot.storageTier)
        text("sseType", snapshot.isEncrypted ? "sse-kms" : "none")
        date("completionTime", snapshot.completionTime)
        integer("fullSnapshotSizeInBytes", snapshot.state == .completed ? snapshot.fullSizeBytes : nil)
    }
}
