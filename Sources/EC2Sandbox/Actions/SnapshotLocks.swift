// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let lockSnapshot = Action(
        "LockSnapshot",
        .mutating,
        ["SnapshotId", "LockMode", "CoolOffPeriod", "LockDuration", "ExpirationDate"]
    ) { region, parameters, xml throws(EC2Failure) in
        let snapshot = try region.ownSnapshot(try parameters.required("SnapshotId"))
        let lock = try SnapshotLock(parameters, now: region.now)
        if let current = snapshot.lock, current.isSealed(at: region.now) {
            guard lock.isCompliance, lock.coolOffHours == nil, lock.expiresAt >= current.expiresAt else {
                throw EC2Failure(
                    "OperationNotPermitted",
                    "The snapshot '\(snapshot.id)' is locked in compliance mode: its lock can only be extended."
                )
            }
        }
        region.snapshots.update(snapshot.id) { $0.lock = lock }
        xml.lock(lock, of: snapshot, at: region.now)
    }

    static let unlockSnapshot = Action("UnlockSnapshot", .mutating, ["SnapshotId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let snapshot = try region.ownSnapshot(try parameters.required("SnapshotId"))
        guard let lock = snapshot.lock, lock.isActive(at: region.now), !lock.isSealed(at: region.now) else {
            throw EC2Failure("OperationNotPermitted", "The snapshot '\(snapshot.id)' cannot be unlocked.")
        }
        region.snapshots.update(snapshot.id) { $0.lock = nil }
        xml.text("snapshotId", snapshot.id)
    }

    static let describeLockedSnapshots = Action(
        "DescribeLockedSnapshots",
        .reading,
        ["SnapshotId", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let now = region.now
        let filters = try FilterSet<SnapshotRecord>(
            parameters,
            properties: ["lock-state": { $0.lock.map { [$0.state(at: now)] } ?? [] }]
        )
        let ids = Set(try parameters.strings("SnapshotId"))
        for id in ids.sorted() { _ = try region.ownSnapshot(id) }
        let paging = try Paging(parameters, action: "DescribeLockedSnapshots", ids: "SnapshotId")
        let few = region.snapshots.entries(of: region.snapshots.ids(with: .condition))
        let (snapshots, nextToken) = paging.page(region.snapshots, among: few) { snapshot in
            snapshot.ownerID == region.accountID && snapshot.lock != nil && snapshot.deletedAt == nil
                && (ids.isEmpty || ids.contains(snapshot.id)) && filters.matches(snapshot)
        }
        xml.list("snapshotSet", snapshots) { xml, snapshot in
            xml.text("ownerId", snapshot.ownerID)
            if let lock = snapshot.lock { xml.lock(lock, of: snapshot, at: now) }
        }
        xml.text("nextToken", nextToken)
    }
}

extension SnapshotLock {
    fileprivate init(_ parameters: Parameters, now: Date) throws(EC2Failure) {
        let mode = try parameters.required("LockMode")
        guard mode == "governance" || mode == "compliance" else { throw .invalidValue(mode, for: "lockMode") }
        let coolOffHours = try parameters.integer("CoolOffPeriod", in: 1...72)
        guard coolOffHours == nil || mode == "compliance" else {
            throw .invalidCombination("CoolOffPeriod is for compliance mode only.")
        }
        let start = now.addingTimeInterval(Double(coolOffHours ?? 0) * 3600)
        let days = try parameters.integer("LockDuration", in: 1...36_500)
        let end = try parameters.date("ExpirationDate")
        switch (days, end) {
        case (let days?, nil):
            durationDays = days
            expiresAt = start.addingTimeInterval(Double(days) * 86_400)
        case (nil, let end?) where end > start:
            durationDays = max(1, Int(end.timeIntervalSince(start) / 86_400))
            expiresAt = end
        case (nil, let end?): throw .invalidValue(Timestamp.text(end), for: "expirationDate")
        default: throw .invalidCombination("Specify either LockDuration or ExpirationDate.")
        }
        isCompliance = mode == "compliance"
        createdAt = now
        coolOffEndsAt = coolOffHours == nil ? nil : start
        self.coolOffHours = coolOffHours
    }

    /// Whether not even its owner can undo it.
    fileprivate func isSealed(at now: Date) -> Bool { state(at: now) == "compliance" }

    fileprivate func state(at now: Date) -> String {
        guard isActive(at: now) else { return "expired" }
        guard isCompliance else { return "governance" }
        if let coolOffEndsAt, now < coolOffEndsAt { return "compliance-cooloff" }
        return "compliance"
    }
}

extension XMLWriter {
    fileprivate mutating func lock(_ lock: SnapshotLock, of snapshot: SnapshotRecord, at now: Date) {
        text("snapshotId", snapshot.id)
        text("lockState", lock.state(at: now))
        integer("lockDuration", lock.durationDays)
        integer("coolOffPeriod", lock.coolOffHours)
        date("coolOffPeriodExpiresOn", lock.coolOffEndsAt)
        date("lockCreatedOn", lock.createdAt)
        date("lockDurationStartTime", lock.coolOffEndsAt ?? lock.createdAt)
        date("lockExpiresOn", lock.expiresAt)
    }
}
