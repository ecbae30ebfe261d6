// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension AccountRegion {
    /// How long the id of a deregistered image answers `Unavailable` instead of `NotFound`.
    static let imageMemorySeconds = 3600.0

    /// Puts an image where all lookups find it.
    package mutating func put(_ image: ImageRecord) {
        images.put(image)
        for snapshotID in image.snapshotIDs {
            imageIDsBySnapshot[snapshotID, default: []].insert(image.id)
        }
        if image.ownerID == accountID { imageIDsByName[image.name] = image.id }
    }

    /// An image that exists and that this account may see.
    func image(_ id: String) throws(EC2Failure) -> ImageRecord { try imageEntry(id).record }

    /// The same where it stands.
    func imageEntry(_ id: String) throws(EC2Failure) -> Table<ImageRecord>.Entry {
        guard ResourceID.isWellFormed(id, prefix: "ami") else {
            throw EC2Failure("InvalidAMIID.Malformed", "Invalid id: \"\(id)\" (expecting \"ami-...\")")
        }
        guard let entry = images.entry(id), isVisible(entry.record), isShown(from: entry.record.shownFrom) else {
            throw EC2Failure("InvalidAMIID.NotFound", "The image id '[\(id)]' does not exist")
        }
        guard entry.record.isRegistered else {
            throw EC2Failure("InvalidAMIID.Unavailable", "The image ID '\(id)' is no longer available")
        }
        return entry
    }

    /// An image of this account's.
    func ownImage(_ id: String) throws(EC2Failure) -> ImageRecord {
        let image = try image(id)
        guard image.ownerID == accountID else { throw .notAuthorized("image", id) }
        return image
    }

    /// Whether this account may see the image at all, disabled or not.
    func isVisible(_ image: ImageRecord) -> Bool {
        image.ownerID == accountID || image.isPublic || image.launchPermissions.contains(.account(accountID))
    }

    func isProtected(_ image: ImageRecord) -> Bool {
        if image.protection != .disabled { return true }
        guard let until = image.protectedUntil else { return false }
        return now < until
    }

    /// Ends an image.
    ///
    /// - Parameters:
    ///   - id: of the image.
    ///   - deletingSnapshots: whether to delete its snapshots as well, each if possible.
    /// - Returns: return code by snapshot, when snapshots were to be deleted.
    /// - Throws: why EC2 refuses.
    mutating func deregister(
        _ id: String,
        deletingSnapshots: Bool
    ) throws(EC2Failure) -> [(snapshotID: String, code: String)] {
        let image = try ownImage(id)
        guard !image.isBackupManaged else { throw .unauthorizedOperation }
        guard !isProtected(image) else {
            throw EC2Failure(
                "OperationNotPermitted",
                "The image '\(id)' is protected from deregistration. Disable deregistration protection first."
            )
        }
        recycle(image)
        images.update(id) { [now] in
            $0.state = .deregistered
            $0.deregisteredAt = now
        }
        timeline.add(.imageForgotten(id), due: now.addingTimeInterval(Self.imageMemorySeconds))
        guard deletingSnapshots else { return [] }
        return image.snapshotIDs.map { ($0, deleteAssociatedSnapshot($0)) }
    }

    private mutating func deleteAssociatedSnapshot(_ id: String) -> String {
        // DeregisterImage knows its own image is gone, however long that takes to get round.
        if let users = imageIDsBySnapshot[id], users.contains(where: { images[$0]?.isRegistered == true }) {
            return "skipped"
        }
        do {
            try removeSnapshot(try ownSnapshot(id))
            return "success"
        } catch {
            return error.status == 403 ? "missing-permissions" : "client-error"
        }
    }

    mutating func forgetImage(_ id: String) {
        guard let image = images[id], !image.isRegistered, let end = image.deregisteredAt else { return }
        // One that came back from the Recycle Bin and went again is remembered anew.
        guard end.addingTimeInterval(Self.imageMemorySeconds) <= now else { return }
        images.forget(id)
        for snapshotID in image.snapshotIDs {
            imageIDsBySnapshot[snapshotID]?.remove(id)
            if imageIDsBySnapshot[snapshotID]?.isEmpty == true { imageIDsBySnapshot[snapshotID] = nil }
        }
        if imageIDsByName[image.name] == id { imageIDsByName[image.name] = nil }
    }

    /// Refuses a name that EC2 would refuse for a new image.
    func checkImageName(_ name: String) throws(EC2Failure) {
        let isAllowed = name.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "(", ")", "[", "]", " ", ".", "/", "-", "'", "@", "_": true
            default: false
            }
        }
        guard isAllowed, (3...128).contains(name.count) else {
            throw EC2Failure(
                "InvalidAMIName.Malformed",
                "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, "
                    + "'(', ')', '[', ']', ' ', '.', '/', '-', ''', '@' and '_'"
            )
        }
        guard let holder = imageIDsByName[name].flatMap({ images[$0] }) else { return }
        guard holder.isRegistered || isStillSpreading(holder.deregisteredAt) else { return }
        throw EC2Failure("InvalidAMIName.Duplicate", "AMI name \(name) is already in use by AMI \(holder.id)")
    }

    /// Makes an image pending until its snapshots are done; at once when there are none to wait for.
    mutating func register(_ image: ImageRecord) {
        var image = image
        image.shownFrom = shownFrom
        let isWaiting = image.snapshotIDs.contains { snapshots[$0]?.state == .pending }
        image.state = isWaiting ? .pending : .available
        put(image)
        if isWaiting, let instanceID = image.sourceInstanceID { pendingImageIDsByInstance[instanceID] = image.id }
    }
}
