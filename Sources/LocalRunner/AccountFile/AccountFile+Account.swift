// SPDX-License-Identifier: Apache-2.0

package import EC2Sandbox
import FoundationEssentials
import ImageLifecycle

extension AccountFile {
    /// The account in memory, as it was when it was exported.
    package func account() -> Account {
        var account = Account(id: accountID)
        account.withRegion(region, at: exportedAt) { target in
            for volume in volumes { target.put(record(volume)) }
            for instance in instances { target.put(record(instance)) }
            for snapshot in snapshots { target.put(record(snapshot)) }
            for image in images { target.put(record(image)) }
        }
        return account
    }

    private func record(_ volume: Volume) -> VolumeRecord {
        let device = instances.lazy
            .flatMap { instance in instance.devices.lazy.map { (instance, $0) } }
            .first { $0.1.volumeID == volume.volumeID }
        return VolumeRecord(
            id: volume.volumeID,
            sizeGiB: volume.sizeGiB,
            availabilityZone: region + "a",
            createTime: exportedAt,
            isEncrypted: volume.isEncrypted ?? false,
            attachment: device.map { instance, device in
                VolumeRecord.Attachment(
                    instanceID: instance.instanceID,
                    deviceName: device.device,
                    attachedAt: instance.launchedAt ?? exportedAt
                )
            },
            tags: list(volume.tags)
        )
    }

    private func record(_ instance: Instance) -> InstanceRecord {
        InstanceRecord(
            id: instance.instanceID,
            reservationID: "r-" + instance.instanceID.dropFirst(2),
            imageID: instance.imageID,
            state: InstanceRecord.State(rawValue: instance.state) ?? .stopped,
            launchTime: instance.launchedAt ?? exportedAt,
            availabilityZone: region + "a",
            rootDeviceName: instance.rootDevice ?? "/dev/xvda",
            volumeIDs: instance.devices.map(\.volumeID),
            tags: list(instance.tags)
        )
    }

    private func record(_ snapshot: Snapshot) -> SnapshotRecord {
        var record = SnapshotRecord(
            id: snapshot.snapshotID,
            ownerID: accountID,
            volumeID: snapshot.volumeID,
            startTime: snapshot.startedAt,
            sizeGiB: snapshot.sizeGiB,
            fullSizeBytes: snapshot.fullSizeBytes,
            description: snapshot.description ?? "",
            tags: list(snapshot.tags)
        )
        // What was in the making when the account was exported never ends here: it counts as done.
        let state = SnapshotRecord.State(rawValue: snapshot.state) ?? .error
        record.state = state == .pending ? .completed : state
        record.isEncrypted = snapshot.isEncrypted ?? false
        record.isArchived = snapshot.isArchived ?? false
        return record
    }

    private func record(_ image: Image) -> ImageRecord {
        var record = ImageRecord(
            id: image.imageID,
            ownerID: accountID,
            name: image.name,
            creationDate: image.createdAt,
            devices: image.devices.map { device in
                DeviceMapping(
                    deviceName: device.device,
                    virtualName: device.snapshotID == nil && device.sizeGiB == nil ? "ephemeral0" : nil,
                    ebs: device.snapshotID == nil && device.sizeGiB == nil
                        ? nil : DeviceMapping.EBS(snapshotID: device.snapshotID, sizeGiB: device.sizeGiB ?? 0)
                )
            },
            tags: list(image.tags)
        )
        let state = ImageRecord.State(rawValue: image.state) ?? .failed
        record.state = state == .pending ? .available : state
        record.lastLaunchedTime = image.lastLaunchedAt
        record.deprecationTime = image.deprecatedAt
        record.protection = image.isProtected == true ? .enabled : .disabled
        record.launchPermissions = image.isPublic == true ? [.everybody] : []
        record.description = image.description
        record.sourceInstanceID = image.sourceInstanceID
        record.sourceImageID = image.sourceImageID
        return record
    }

    private func list(_ tags: [String: String]?) -> [Tag] {
        (tags ?? [:]).sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
    }
}
