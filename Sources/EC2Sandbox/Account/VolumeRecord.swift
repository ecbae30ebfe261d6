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

        package init(
            instanceID: String,
            deviceName: String,
            attachedAt: Date,
            deletesOnTermination: Bool = true
        ) {
            self.instanceID = instanceID
            self.deviceName = deviceName
            self.attachedAt = attachedAt
            self.deletesOnTermination = deletesOnTermination
        }
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

    package init(
        id: String,
        sizeGiB: Int,
        volumeType: String = "gp3",
        availabilityZone: String,
        createTime: Date,
        snapshotID: String? = nil,
        isEncrypted: Bool = false,
        attachment: Attachment? = nil,
        tags: [Tag] = []
    ) {
        self.id = id
        self.sizeGiB = sizeGiB
        self.volumeType = volumeType
        self.availabilityZone = availabilityZone
        self.createTime = createTime
        self.snapshotID = snapshotID
        self.isEncrypted = isEncrypted
        self.attachment = attachment
        self.tags = tags
    }
}
