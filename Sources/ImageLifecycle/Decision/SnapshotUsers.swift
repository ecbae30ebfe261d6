// SPDX-License-Identifier: Apache-2.0

/// Which images of an account use which snapshot.
struct SnapshotUsers: Sendable {
    private var firstUsers: [String: String] = [:]
    /// Few snapshots have any.
    private var moreUsers: [String: [String]] = [:]

    init() {}

    /// - Parameter images: all own images, disabled ones included: they block their snapshots as well.
    init(_ images: [Image]) {
        firstUsers.reserveCapacity(images.count)
        // By index: to take an image out of a listing copies it, and there are many.
        for index in images.indices { add(images[index]) }
    }

    mutating func add(_ image: Image) {
        guard image.state != .deregistered else { return }
        for mapping in image.blockDeviceMappings {
            if let snapshotID = mapping.ebs?.snapshotID { add(image.imageID, to: snapshotID) }
        }
    }

    private mutating func add(_ imageID: String, to snapshotID: String) {
        let first = firstUsers[snapshotID]
        if first == nil {
            firstUsers[snapshotID] = imageID
        } else if first != imageID, moreUsers[snapshotID]?.last != imageID {
            moreUsers[snapshotID, default: []].append(imageID)
        }
    }

    /// The images that use the snapshot, but for this one.
    func others(than imageID: String, of snapshotID: String) -> [String] {
        guard let first = firstUsers[snapshotID] else { return [] }
        if first == imageID, moreUsers.isEmpty { return [] }
        return ([first] + (moreUsers[snapshotID] ?? [])).filter { $0 != imageID }
    }

    /// A word on each snapshot that stays although the image may go.
    func remarks(on image: Image) -> [Finding] {
        // Of one that was counted itself; of most accounts no two images share a snapshot.
        if moreUsers.isEmpty, image.state != .deregistered { return [] }
        return image.snapshotIDs.compactMap { snapshotID in
            let others = others(than: image.imageID, of: snapshotID)
            guard !others.isEmpty else { return nil }
            return Finding(.sharedSnapshots, .remark, "\(snapshotID) stays: \(Sentences.list(others)) uses it too")
        }
    }
}
