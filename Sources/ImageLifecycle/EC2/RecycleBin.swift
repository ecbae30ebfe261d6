// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What tells whether something deleted can be brought back.
package protocol RecycleBin: Sendable {
    /// The ids of every image in the Recycle Bin: `ListImagesInRecycleBin`.
    func recycledImageIDs() async throws(EC2Error) -> Set<String>

    /// When those of these images, at least one, that the Recycle Bin holds are deleted for good, by id.
    func listImagesInRecycleBin(_ imageIDs: [String]) async throws(EC2Error) -> [String: Date]

    /// When those of these snapshots, at least one, that the Recycle Bin holds are deleted for good, by id.
    func listSnapshotsInRecycleBin(_ snapshotIDs: [String]) async throws(EC2Error) -> [String: Date]
}
