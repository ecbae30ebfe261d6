// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension AccountRegion {
    /// EC2 lists terminated instances for about an hour.
    static let instanceMemorySeconds = 3600.0

    /// Usage of an image shows a day later.
    static let launchReportLagSeconds = 86_400.0

    package mutating func put(_ instance: InstanceRecord) { instances.put(instance) }

    package mutating func put(_ volume: VolumeRecord) { volumes.put(volume) }

    func instance(_ id: String) throws(EC2Failure) -> InstanceRecord {
        guard ResourceID.isWellFormed(id, prefix: "i") else {
            throw EC2Failure("InvalidInstanceID.Malformed", "Invalid id: \"\(id)\" (expecting \"i-...\")")
        }
        guard let instance = instances[id], isShown(from: instance.shownFrom) else {
            throw EC2Failure("InvalidInstanceID.NotFound", "The instance ID '\(id)' does not exist")
        }
        return instance
    }

    func volume(_ id: String) throws(EC2Failure) -> VolumeRecord {
        guard ResourceID.isWellFormed(id, prefix: "vol") else {
            throw EC2Failure("InvalidVolumeID.Malformed", "Invalid id: \"\(id)\" (expecting \"vol-...\")")
        }
        guard let volume = volumes[id] else {
            throw EC2Failure("InvalidVolume.NotFound", "The volume '\(id)' does not exist.")
        }
        return volume
    }

    /// How long a change of state takes.
    private func delay(_ seconds: Double) -> Date {
        now.addingTimeInterval(configuration.takesTime ? seconds : 0)
    }

    /// Launches an instance with a volume for each EBS device.
    mutating func launch(
        _ image: ImageRecord,
        type: String,
        zone: String,
        reservationID: String,
        devices: [DeviceMapping],
        tags: [String: [Tag]]
    ) -> InstanceRecord {
        let id = generator.id("i")
        let volumeIDs = devices.compactMap { device in
            device.ebs.map { makeVolume(for: $0, device.deviceName, instanceID: id, zone, tags["volume"] ?? []) }
        }
        let number = UInt16.random(in: 256...UInt16.max, using: &generator)
        var instance = InstanceRecord(
            id: id,
            reservationID: reservationID,
            imageID: image.id,
            instanceType: type,
            state: .pending,
            launchTime: now,
            availabilityZone: zone,
            privateIPAddress: "10.0.\(number >> 8).\(number & 0xFF)",
            rootDeviceName: image.rootDeviceName,
            architecture: image.architecture,
            volumeIDs: volumeIDs,
            tags: tags["instance"] ?? []
        )
        instance.shownFrom = shownFrom
        instances.put(instance)
        timeline.add(.instanceBecomes(id, .running), due: delay(20))
        timeline.add(
            .launchReported(imageID: image.id, at: now),
            due: now.addingTimeInterval(Self.launchReportLagSeconds)
        )
        return instance
    }

    private mutating func makeVolume(
        for ebs: DeviceMapping.EBS,
        _ deviceName: String,
        instanceID: String,
        _ zone: String,
        _ tags: [Tag]
    ) -> String {
        let volume = VolumeRecord(
            id: generator.id("vol"),
            sizeGiB: ebs.sizeGiB,
            volumeType: ebs.volumeType,
            availabilityZone: zone,
            createTime: now,
            snapshotID: ebs.snapshotID,
            isEncrypted: ebs.isEncrypted,
            attachment: VolumeRecord.Attachment(
                instanceID: instanceID,
                deviceName: deviceName,
                attachedAt: now,
                deletesOnTermination: ebs.deletesOnTermination
            ),
            tags: tags
        )
        volumes.put(volume)
        return volume.id
    }

    /// Moves an instance towards a state that takes a moment to reach.
    mutating func change(
        _ instance: InstanceRecord,
        to passing: InstanceRecord.State,
        then final: InstanceRecord.State
    ) -> InstanceRecord.State {
        instances.update(instance.id) { $0.state = passing }
        timeline.add(.instanceBecomes(instance.id, final), due: delay(30))
        return passing
    }

    mutating func settleInstance(_ id: String, _ state: InstanceRecord.State) {
        guard let instance = instances[id], Self.leads(from: instance.state, to: state) else { return }
        instances.update(id) { $0.state = state }
        guard state == .terminated else { return }
        instances.update(id) { [now] in $0.terminatedAt = now }
        timeline.add(.instanceForgotten(id), due: now.addingTimeInterval(Self.instanceMemorySeconds))
        for volumeID in instance.volumeIDs {
            if volumes[volumeID]?.attachment?.deletesOnTermination == true {
                volumes.remove(volumeID)
            } else {
                volumes.update(volumeID) { $0.attachment = nil }
            }
        }
        instances.update(id) { $0.volumeIDs = [] }
    }

    /// An instance that was terminated while it started does not run afterwards.
    private static func leads(from: InstanceRecord.State, to: InstanceRecord.State) -> Bool {
        switch (from, to) {
        case (.pending, .running), (.stopping, .stopped), (.shuttingDown, .terminated): true
        default: false
        }
    }
}
