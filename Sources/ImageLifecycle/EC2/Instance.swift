// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An EC2 instance.
package struct Instance: Sendable, Hashable {
    package var instanceID: String
    package var imageID: String
    /// `pending`, `running`, `shutting-down`, `terminated`, `stopping` or `stopped`.
    package var state: String
    package var launchTime: Date?
    package var rootDeviceName: String?
    package var blockDeviceMappings: [BlockDeviceMapping]
    package var tags: [Tag]

    package init(
        instanceID: String,
        imageID: String = "",
        state: String = "running",
        launchTime: Date? = nil,
        rootDeviceName: String? = nil,
        blockDeviceMappings: [BlockDeviceMapping] = [],
        tags: [Tag] = []
    ) {
        self.instanceID = instanceID
        self.imageID = imageID
        self.state = state
        self.launchTime = launchTime
        self.rootDeviceName = rootDeviceName
        self.blockDeviceMappings = blockDeviceMappings
        self.tags = tags
    }
}
