// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let createSnapshot = Action(
        "CreateSnapshot",
        .mutating,
        ["VolumeId", "Description", "TagSpecification", "Location"]
    ) { region, parameters, xml throws(EC2Failure) in
        let volume = try region.volume(try parameters.required("VolumeId"))
        let tags = try parameters.tagSpecifications(["snapshot"])["snapshot"] ?? []
        try region.checkSnapshotRate(volume)
        let description = parameters.string("Description") ?? ""
        let snapshot = region.startSnapshot(region.makeSnapshot(of: volume, description: description, tags))
        region.noteSnapshot(of: volume)
        xml.snapshot(snapshot, at: region.now)
    }

    static let createSnapshots = Action(
        "CreateSnapshots",
        .mutating,
        ["InstanceSpecification", "Description", "TagSpecification", "CopyTagsFromSource", "Location"]
    ) { region, parameters, xml throws(EC2Failure) in
        guard let specification = parameters.structure("InstanceSpecification") else {
            throw .missingParameter("InstanceSpecification")
        }
        let copiesTags = parameters.contains("CopyTagsFromSource")
        let tags = try parameters.tagSpecifications(["snapshot"])["snapshot"] ?? []
        let volumes = try region.volumes(for: specification)
        var tagsByVolume: [String: [Tag]] = [:]
        for volume in volumes {
            try region.checkSnapshotRate(volume)
            let own = copiesTags ? volume.tags.filter { !AccountRegion.isReserved($0.key) } : []
            let all = tags + own.filter { tags[$0.key] == nil }
            try AccountRegion.check(all)
            tagsByVolume[volume.id] = all
        }
        let description = parameters.string("Description") ?? ""
        var snapshots: [SnapshotRecord] = []
        for volume in volumes {
            let tags = tagsByVolume[volume.id] ?? []
            let snapshot = region.makeSnapshot(of: volume, description: description, tags)
            snapshots.append(region.startSnapshot(snapshot))
            region.noteSnapshot(of: volume)
        }
        let now = region.now
        xml.list("snapshotSet", snapshots) { xml, snapshot in
            xml.text("description", snapshot.description)
            xml.tagSet(snapshot.tags)
            xml.bool("encrypted", snapshot.isEncrypted)
            xml.text("volumeId", snapshot.volumeID)
            xml.text("state", snapshot.state.rawValue)
            xml.integer("volumeSize", snapshot.sizeGiB)
            xml.date("startTime", snapshot.startTime)
            xml.text("progress", snapshot.progress(at: now))
            xml.text("ownerId", snapshot.ownerID)
            xml.text("snapshotId", snapshot.id)
        }
    }
}

extension AccountRegion {
    /// Seconds between two snapshots of one volume.
    static let snapshotIntervalSeconds = 15.0

    /// Refuses a snapshot that comes too soon, or while too many of the volume's are not done; errored ones count too.
    fileprivate func checkSnapshotRate(_ volume: VolumeRecord) throws(EC2Failure) {
        if let last = volume.lastSnapshotAt, now.timeIntervalSince(last) < Self.snapshotIntervalSeconds {
            throw EC2Failure(
                "SnapshotCreationPerVolumeRateExceeded",
                "The maximum per volume CreateSnapshot request rate has been exceeded. "
                    + "Use an increasing or variable sleep interval between requests."
            )
        }
        let limit = ["st1", "sc1"].contains(volume.volumeType) ? 1 : 5
        guard unfinishedSnapshotIDs.count(where: { snapshots[$0]?.volumeID == volume.id }) < limit else {
            throw EC2Failure(
                "ConcurrentSnapshotLimitExceeded",
                "Maximum allowed in-progress snapshots for a single volume exceeded."
            )
        }
    }

    fileprivate mutating func noteSnapshot(of volume: VolumeRecord) {
        volumes.update(volume.id) { [now] in $0.lastSnapshotAt = now }
    }

    /// The volumes that an `InstanceSpecification` means.
    fileprivate func volumes(for specification: Parameters) throws(EC2Failure) -> [VolumeRecord] {
        try specification.allowOnly(["InstanceId", "ExcludeBootVolume", "ExcludeDataVolumeId"])
        let instance = try instance(try specification.required("InstanceId"))
        guard [.running, .stopped, .pending, .stopping].contains(instance.state) else {
            throw EC2Failure("IncorrectState", "The instance '\(instance.id)' is \(instance.state.rawValue).")
        }
        let excludesRoot = try specification.bool("ExcludeBootVolume") ?? false
        let excluded = Set(try specification.strings("ExcludeDataVolumeId"))
        guard excluded.count <= 40 else {
            throw EC2Failure("InvalidParameterValue", "At most 40 data volumes can be excluded.")
        }
        let attached = instance.volumeIDs.compactMap { volumes[$0] }
        if let stranger = excluded.sorted().first(where: { id in !attached.contains { $0.id == id } }) {
            throw EC2Failure("InvalidParameterValue", "The volume '\(stranger)' is not attached to '\(instance.id)'.")
        }
        let isRoot = { (volume: VolumeRecord) in volume.attachment?.deviceName == instance.rootDeviceName }
        if let root = attached.first(where: isRoot), excluded.contains(root.id) {
            throw EC2Failure("InvalidParameterValue", "Exclude the root volume by ExcludeBootVolume, not by its ID.")
        }
        let chosen = attached.filter { !excluded.contains($0.id) && !(excludesRoot && isRoot($0)) }
        guard !chosen.isEmpty else {
            throw EC2Failure("InvalidParameterValue", "The instance '\(instance.id)' has no volume left to snapshot.")
        }
        return chosen
    }
}
