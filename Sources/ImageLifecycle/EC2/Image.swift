// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A tag of a resource.
package struct Tag: Sendable, Hashable, Codable {
    package var key: String
    package var value: String

    package init(key: String, value: String) {
        self.key = key
        self.value = value
    }
}

/// A device of an image, an instance, or a launch specification.
package struct BlockDeviceMapping: Sendable, Hashable {
    package var deviceName: String
    /// nil for ephemeral and suppressed devices, which have no snapshot: normal, not an error.
    package var ebs: EBSBlockDevice?

    package init(deviceName: String, ebs: EBSBlockDevice? = nil) {
        self.deviceName = deviceName
        self.ebs = ebs
    }
}

package struct EBSBlockDevice: Sendable, Hashable {
    /// Missing while the image is still being made, and on mappings that create an empty volume.
    package var snapshotID: String?
    /// Set on an instance's device, not on an image's.
    package var volumeID: String?
    package var volumeSizeGiB: Int?
    package var isEncrypted: Bool

    package init(
        snapshotID: String? = nil,
        volumeID: String? = nil,
        volumeSizeGiB: Int? = nil,
        isEncrypted: Bool = false
    ) {
        self.snapshotID = snapshotID
        self.volumeID = volumeID
        self.volumeSizeGiB = volumeSizeGiB
        self.isEncrypted = isEncrypted
    }
}

/// `State` of an image; one this version does not know is kept as it came.
package struct ImageState: RawRepresentable, Sendable, Hashable {
    package let rawValue: String

    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    package static let available = ImageState(rawValue: "available")
    package static let pending = ImageState(rawValue: "pending")
    package static let failed = ImageState(rawValue: "failed")
    package static let error = ImageState(rawValue: "error")
    package static let invalid = ImageState(rawValue: "invalid")
    package static let transient = ImageState(rawValue: "transient")
    package static let deregistered = ImageState(rawValue: "deregistered")
    package static let disabled = ImageState(rawValue: "disabled")
}

/// `DeregistrationProtection` of an image; one this version does not know protects.
package enum DeregistrationProtection: Sendable, Hashable {
    /// `disabled`, or the member is missing.
    case disabled
    /// `enabled-without-cooldown`, `enabled-with-cooldown`, or anything else EC2 says.
    case enabled(String)
}

/// An Amazon Machine Image, as far as a lifecycle needs it.
package struct Image: Sendable, Hashable {
    package var imageID: String
    package var name: String?
    package var description: String?
    package var ownerID: String
    package var ownerAlias: String?
    package var state: ImageState
    /// In whole seconds; nil where EC2 gave none or one that is no date, and an image without an age is kept.
    package var creationDate: Date?
    /// Lags reality by up to 24 hours.
    package var lastLaunchedTime: Date?
    package var deprecationTime: Date?
    package var deregistrationProtection: DeregistrationProtection
    package var isPublic: Bool
    package var blockDeviceMappings: [BlockDeviceMapping]
    package var sourceInstanceID: String?
    package var sourceImageID: String?
    package var tags: [Tag]

    package init(
        imageID: String,
        name: String? = nil,
        description: String? = nil,
        ownerID: String = "",
        ownerAlias: String? = nil,
        state: ImageState = .available,
        creationDate: Date? = nil,
        lastLaunchedTime: Date? = nil,
        deprecationTime: Date? = nil,
        deregistrationProtection: DeregistrationProtection = .disabled,
        isPublic: Bool = false,
        blockDeviceMappings: [BlockDeviceMapping] = [],
        sourceInstanceID: String? = nil,
        sourceImageID: String? = nil,
        tags: [Tag] = []
    ) {
        self.imageID = imageID
        self.name = name
        self.description = description
        self.ownerID = ownerID
        self.ownerAlias = ownerAlias
        self.state = state
        self.creationDate = creationDate
        self.lastLaunchedTime = lastLaunchedTime
        self.deprecationTime = deprecationTime
        self.deregistrationProtection = deregistrationProtection
        self.isPublic = isPublic
        self.blockDeviceMappings = blockDeviceMappings
        self.sourceInstanceID = sourceInstanceID
        self.sourceImageID = sourceImageID
        self.tags = tags
    }

    /// The EBS snapshots behind the image, each once, in the order of the mapping.
    package var snapshotIDs: [String] {
        let ids = blockDeviceMappings.compactMap { $0.ebs?.snapshotID }
        guard ids.count > 1 else { return ids }
        var seen: Set<String> = []
        return ids.filter { seen.insert($0).inserted }
    }
}

/// What uses an image (`DescribeImageReferences`).
package struct ImageReference: Sendable, Hashable {
    package var imageID: String
    /// `ec2:Instance`, `ec2:LaunchTemplate`, `ssm:Parameter`, `imagebuilder:ImageRecipe` or another.
    package var resourceType: String
    package var arn: String

    package init(imageID: String, resourceType: String, arn: String) {
        self.imageID = imageID
        self.resourceType = resourceType
        self.arn = arn
    }
}
