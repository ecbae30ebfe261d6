// SPDX-License-Identifier: Apache-2.0

package struct DescribeVolumesRequest: Sendable, Hashable {
    /// Never sent empty, which would list everything; with ids there is no pagination.
    package var volumeIDs: [String] = []
    package var filters: [Filter] = []
    package var maxResults: Int? = 500
    package var nextToken: String?

    package init() {}
}

package struct CreateImageRequest: Sendable, Hashable {
    package var instanceID: String
    /// 3 to 128 characters of those that ``ImageName`` allows; unique in the account.
    package var name: String
    package var description: String?
    /// EC2 reboots the instance unless told otherwise; without a reboot the image is as after a power cut.
    package var noReboot = true
    /// Devices that the image leaves out.
    package var excludedDeviceNames: [String] = []
    package var tags: [Tag] = []

    package init(instanceID: String, name: String) {
        self.instanceID = instanceID
        self.name = name
    }
}

package struct CreateSnapshotRequest: Sendable, Hashable {
    package var volumeID: String
    /// At most 255 characters.
    package var description: String?
    package var tags: [Tag] = []

    package init(volumeID: String) {
        self.volumeID = volumeID
    }
}

package struct CreateSnapshotsRequest: Sendable, Hashable {
    package var instanceID: String
    package var excludesRootVolume = false
    /// At most 40.
    package var excludedDataVolumeIDs: [String] = []
    /// At most 255 characters.
    package var description: String?
    package var copiesVolumeTags = false
    /// The same for every snapshot.
    package var tags: [Tag] = []

    package init(instanceID: String) {
        self.instanceID = instanceID
    }
}
