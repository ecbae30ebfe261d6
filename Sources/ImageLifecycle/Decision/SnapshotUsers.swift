// SPDX-License-Identifier: Apache-2.0

/// Which images of an account use which snapshot.
struct SnapshotUsers: Sendable {
    private var firstUsers: [String: String] = [:]
    /// Few snapshots have any.
    private var moreUsers: [String: [String]] = [:]

    /// - Parameter images: all own images, disabled ones included: they block their snapshots as well.
    init(_ images: [Image]) {
        firstUsers.reserveCapacity(images.count)
        for image in images where image.state != .deregistered {
            for snapshotID in image.snapshotIDs {
                if firstUsers[snapshotID] == nil {
                    firstUsers[snapshotID] = image.imageID
                } else {
                    moreUsers[snapshotID, default: []].append(image.imageID)
                }
            }
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
        image.snapshotIDs.compactMap { snapshotID in
            let others = others(than: image.imageID, of: snapshotID)
            guard !others.isEmpty else { return nil }
            return Finding(.sharedSnapshots, .remark, "\(snapshotID) stays: \(Sentences.list(others)) uses it too")
        }
    }
}
