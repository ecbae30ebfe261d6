// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension AccountRegion {
    /// Puts a snapshot where lookups find it.
    package mutating func put(_ snapshot: SnapshotRecord) {
        snapshots.put(snapshot)
        if snapshot.state == .completed {
            unfinishedSnapshotIDs.remove(snapshot.id)
        } else {
            unfinishedSnapshotIDs.insert(snapshot.id)
        }
    }

    mutating func forgetSnapshot(_ id: String) {
        snapshots.remove(id)
        unfinishedSnapshotIDs.remove(id)
    }

    /// A snapshot that exists and that this account may see.
    func snapshot(_ id: String) throws(EC2Failure) -> SnapshotRecord {
        guard ResourceID.isWellFormed(id, prefix: "snap") else {
            throw EC2Failure("InvalidSnapshotID.Malformed", "Invalid id: \"\(id)\" (expecting \"snap-...\")")
        }
        guard let snapshot = snapshots[id], isVisible(snapshot), snapshot.deletedAt == nil,
            isShown(from: snapshot.shownFrom)
        else {
            throw EC2Failure("InvalidSnapshot.NotFound", "The snapshot '\(id)' does not exist.")
        }
        return snapshot
    }

    /// A snapshot of this account's.
    func ownSnapshot(_ id: String) throws(EC2Failure) -> SnapshotRecord {
        let snapshot = try snapshot(id)
        guard snapshot.ownerID == accountID else { throw .notAuthorized("snapshot", id) }
        return snapshot
    }

    func isVisible(_ snapshot: SnapshotRecord) -> Bool {
        snapshot.ownerID == accountID || snapshot.sharedWith.contains("all")
            || snapshot.sharedWith.contains(accountID)
    }

    mutating func deleteSnapshot(_ id: String) throws(EC2Failure) {
        let snapshot = try ownSnapshot(id)
        let users = (imageIDsBySnapshot[id] ?? []).filter { imageID in
            guard let image = images[imageID] else { return false }
            return image.isRegistered || isStillSpreading(image.deregisteredAt)
        }
        if let user = users.min() {
            throw EC2Failure("InvalidSnapshot.InUse", "The snapshot \(id) is currently in use by \(user)")
        }
        try removeSnapshot(snapshot)
    }

    /// Removes a snapshot that no image needs.
    mutating func removeSnapshot(_ snapshot: SnapshotRecord) throws(EC2Failure) {
        guard !snapshot.tags.isBackupManaged else { throw .unauthorizedOperation }
        if let lock = snapshot.lock, lock.isActive(at: now) {
            throw EC2Failure("OperationNotPermitted", "The snapshot '\(snapshot.id)' is locked.")
        }
        recycle(snapshot)
        guard configuration.consistencyLagSeconds > 0 else {
            forgetSnapshot(snapshot.id)
            return
        }
        snapshots.update(snapshot.id) { [now] in $0.deletedAt = now }
        timeline.add(
            .snapshotVanishes(snapshot.id),
            due: now.addingTimeInterval(configuration.consistencyLagSeconds)
        )
    }

    /// Starts a snapshot: pending until its time is over.
    @discardableResult
    mutating func startSnapshot(_ snapshot: SnapshotRecord, failure: String? = nil) -> SnapshotRecord {
        var snapshot = snapshot
        snapshot.state = .pending
        snapshot.shownFrom = shownFrom
        // Half a minute for the bookkeeping, three seconds a GiB: minutes for a root volume, an hour for a TiB.
        let seconds = configuration.takesTime ? 30 + 3 * Double(snapshot.sizeGiB) : 0
        let due = now.addingTimeInterval(seconds)
        snapshot.completesAt = due
        put(snapshot)
        let event = failure.map { Timeline.Event.snapshotFails(snapshot.id, message: $0) }
        timeline.add(event ?? .snapshotCompletes(snapshot.id), due: due)
        return snapshot
    }

    mutating func finishSnapshot(_ id: String, error: String?) {
        snapshots.update(id) { [now] in
            $0.state = error == nil ? .completed : .error
            $0.stateMessage = error
            $0.completionTime = error == nil ? now : nil
        }
        if error == nil { unfinishedSnapshotIDs.remove(id) }
        for imageID in imageIDsBySnapshot[id] ?? [] {
            guard let image = images[imageID], image.state == .pending else { continue }
            if let error {
                images.update(imageID) {
                    $0.state = .failed
                    $0.stateReason = error
                }
            } else if image.snapshotIDs.allSatisfy({ snapshots[$0]?.state != .pending }) {
                images.update(imageID) { $0.state = .available }
            } else {
                continue
            }
            if let instanceID = image.sourceInstanceID { pendingImageIDsByInstance[instanceID] = nil }
        }
    }
}
