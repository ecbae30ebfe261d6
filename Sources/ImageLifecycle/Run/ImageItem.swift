// SPDX-License-Identifier: Apache-2.0

/// What one child execution works on; all the rest is looked up again right before acting.
///
///     {"imageID": "ami-0abc", "snapshotIDs": ["snap-01", "snap-02"]}
package struct ImageItem: Sendable, Hashable, Codable {
    package var imageID: String
    package var snapshotIDs: [String]

    package init(imageID: String, snapshotIDs: [String]) {
        self.imageID = imageID
        self.snapshotIDs = snapshotIDs
    }

    /// The bytes of its JSON; ids are ASCII.
    var jsonByteCount: Int {
        let frame = #"{"imageID":"","snapshotIDs":[]}"#.utf8.count
        let snapshots = snapshotIDs.reduce(0) { $0 + $1.utf8.count + 2 } + max(0, snapshotIDs.count - 1)
        return frame + imageID.utf8.count + snapshots
    }
}
