// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// An EBS volume as the account keeps it.
package struct VolumeRecord: Sendable, Hashable, Identifiable {
    package struct Attachment: Sendable, Hashable {
        package var instanceID: String
        package var deviceName: String
        package var attachedAt: Date
        package var deletesOnTermination: Bool
    }

    package var id: String
    package var sizeGiB: Int
    package var volumeType: String
    package var availabilityZone: String
    package var createTime: Date
    package var snapshotID: String?
    package var isEncrypted: Bool
    package var attachment: Attachment?
    package var tags: [Tag]
    /// For the limit of one snapshot in 15 seconds.
    package var lastSnapshotAt: Date?
}
