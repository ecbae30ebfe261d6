// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// An image as the account keeps it.
package struct ImageRecord: Sendable, Hashable, Identifiable {
    package enum State: String, Sendable {
        case pending, available, failed, disabled, deregistered
    }

    package enum Protection: String, Sendable {
        case disabled
        case enabled = "enabled-without-cooldown"
        case enabledWithCooldown = "enabled-with-cooldown"
    }

    package var id: String
    package var ownerID: String
    package var ownerAlias: String?
    package var name: String
    package var description: String?
    package var state = State.available
    package var stateReason: String?
    package var creationDate: Date
    package var lastLaunchedTime: Date?
    package var deprecationTime: Date?
    package var protection = Protection.disabled
    /// When protection that was switched off really ends: a day later if it was enabled with a cooldown.
    package var protectedUntil: Date?
    package var launchPermissions: [LaunchPermission] = []
    package var devices: [DeviceMapping]
    /// Devices of an image in the making show their snapshots only from then on.
    package var snapshotsShownFrom: Date?
    package var rootDeviceName = "/dev/xvda"
    package var architecture = "x86_64"
    package var isWindows = false
    package var sourceInstanceID: String?
    package var sourceImageID: String?
    package var sourceImageRegion: String?
    package var tags: [Tag]
    /// Describe actions do not show it before: see ``SandboxConfiguration/consistencyLagSeconds``.
    package var shownFrom: Date?
    package var deregisteredAt: Date?

    package init(
        id: String,
        ownerID: String,
        name: String,
        creationDate: Date,
        devices: [DeviceMapping] = [],
        tags: [Tag] = []
    ) {
        self.id = id
        self.ownerID = ownerID
        self.name = name
        self.creationDate = creationDate
        self.devices = devices
        self.tags = tags
    }

    package var isPublic: Bool { launchPermissions.contains(.everybody) }

    /// Deregistered images are remembered for a while, but are no images any more.
    package var isRegistered: Bool { state != .deregistered }

    /// The EBS snapshots behind the image, each once.
    package var snapshotIDs: [String] {
        var seen: Set<String> = []
        return devices.compactMap { $0.ebs?.snapshotID }.filter { seen.insert($0).inserted }
    }

    /// Whether AWS Backup made it: then only AWS Backup can remove it.
    package var isBackupManaged: Bool { ownerAlias == "aws-backup-vault" || tags.isBackupManaged }
}

/// A device of an image.
package struct DeviceMapping: Sendable, Hashable {
    package struct EBS: Sendable, Hashable {
        package var snapshotID: String?
        package var sizeGiB: Int
        package var volumeType = "gp3"
        package var deletesOnTermination = true
        package var isEncrypted = false

        package init(
            snapshotID: String?,
            sizeGiB: Int,
            volumeType: String = "gp3",
            deletesOnTermination: Bool = true,
            isEncrypted: Bool = false
        ) {
            self.snapshotID = snapshotID
            self.sizeGiB = sizeGiB
            self.volumeType = volumeType
            self.deletesOnTermination = deletesOnTermination
            self.isEncrypted = isEncrypted
        }
    }

    package var deviceName: String
    /// `ephemeral0` and so on: an instance store device, with nothing behind it.
    package var virtualName: String?
    package var ebs: EBS?

    package init(deviceName: String, virtualName: String? = nil, ebs: EBS? = nil) {
        self.deviceName = deviceName
        self.virtualName = virtualName
        self.ebs = ebs
    }
}

extension [Tag] {
    package subscript(key: String) -> String? { first { $0.key == key }?.value }

    /// AWS Backup marks what it makes.
    var isBackupManaged: Bool { contains { $0.key == "aws:backup:source-resource" } }
}
