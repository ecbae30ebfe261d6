// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What tells whether something deleted can be brought back.
package protocol RecycleBin: Sendable {
    /// The ids of every image in the Recycle Bin: `ListImagesInRecycleBin`.
    func recycledImageIDs() async throws(EC2Error) -> Set<String>

    /// Those of these images, at least one, that the Recycle Bin holds.
    func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [RecycledResource]

    /// Those of these snapshots, at least one, that the Recycle Bin holds.
    func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [RecycledResource]
}

/// Something deleted that the Recycle Bin still holds.
package struct RecycledResource: Sendable, Hashable {
    /// An image's or a snapshot's.
    package var resourceID: String
    /// When it is deleted for good; nil where EC2 does not tell.
    package var exitsAt: Date?
    package var description: String

    package init(resourceID: String = "", exitsAt: Date? = nil, description: String = "") {
        self.resourceID = resourceID
        self.exitsAt = exitsAt
        self.description = description
    }
}
