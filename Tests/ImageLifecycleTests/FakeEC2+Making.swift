// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Synchronization

/// The regions of one fake account, which know each other.
final class FakeRegions: Sendable {
    private let regions = Mutex<[String: FakeEC2]>([:])

    init(_ names: [String]) {
        for name in names { regions.withLock { $0[name] = FakeEC2(region: name, others: self) } }
    }

    subscript(_ name: String) -> FakeEC2? { regions.withLock { $0[name] } }
    var names: [String] { regions.withLock { $0.keys.sorted() } }
}

/// What makes backups: everything is pending until a test says `complete`.
extension FakeEC2 {
    // MARK: Scenes

    /// An instance with a volume for each id, the first of them the root.
    func add(_ instanceID: String, volumes volumeIDs: [String], tags: [Tag] = [], state: String = "running") {
        let devices = volumeIDs.enumerated().map { index, volumeID in
            BlockDeviceMapping(deviceName: "/dev/sd\(index)", ebs: EBSBlockDevice(volumeID: volumeID))
        }
        instances.append(
            Instance(
                instanceID: instanceID,
                state: state,
                rootDeviceName: "/dev/sd0",
                blockDeviceMappings: devices,
                tags: tags
            )
        )
        volumes += volumeIDs.map { Volume(volumeID: $0) }
    }

    func removeInstances() { instances = [] }

    func refuseKeys(_ message: String?) { keyFailure = message }

    /// EC2 is done with everything that was pending.
    func complete() {
        for index in images.indices where images[index].state == .pending { images[index].state = .available }
        for index in snapshots.indices where snapshots[index].state == .pending {
            let isRefused = keyFailure != nil && snapshots[index].volumeID == Snapshot.placeholderVolumeID
            snapshots[index].state = isRefused ? .error : .completed
            snapshots[index].stateMessage = isRefused ? keyFailure : nil
        }
    }

    func changeSnapshot(_ snapshotID: String, _ change: @Sendable (inout Snapshot) -> Void) {
        for index in snapshots.indices where snapshots[index].snapshotID == snapshotID { change(&snapshots[index]) }
    }

    // MARK: Actions

    func describeInstances(_ request: DescribeInstancesRequest) async throws(EC2Error) -> Page<Instance> {
        try call("DescribeInstances")
        guard !request.instanceIDs.isEmpty else { return page(instances, request.nextToken) }
        let found = instances.filter { request.instanceIDs.contains($0.instanceID) }
        guard found.count == request.instanceIDs.count else {
            throw .refusal("DescribeInstances", "InvalidInstanceID.NotFound")
        }
        return Page(items: found)
    }

    func describeVolumes(_ request: DescribeVolumesRequest) async throws(EC2Error) -> Page<Volume> {
        try call("DescribeVolumes")
        let ids = request.filters.filter { $0.name == "volume-id" }.flatMap(\.values)
        return page(volumes.filter { ids.contains($0.volumeID) }, request.nextToken)
    }

    func createImage(_ request: CreateImageRequest) async throws(EC2Error) -> String {
        try call("CreateImage", on: request.instanceID)
        if images.contains(where: { $0.name == request.name }) {
            throw .refusal("CreateImage", "InvalidAMIName.Duplicate")
        }
        guard let instance = instances.first(where: { $0.instanceID == request.instanceID }) else {
            throw .refusal("CreateImage", "InvalidInstanceID.NotFound")
        }
        let mappings = instance.blockDeviceMappings.filter { !request.excludedDeviceNames.contains($0.deviceName) }
            .map { mapping in
                let made = make(of: mapping.ebs?.volumeID ?? "", request.description, [])
                return BlockDeviceMapping(
                    deviceName: mapping.deviceName,
                    ebs: EBSBlockDevice(snapshotID: made.snapshotID, volumeSizeGiB: 8)
                )
            }
        let image = Image(
            imageID: nextID("ami"),
            name: request.name,
            state: .pending,
            creationDate: now,
            blockDeviceMappings: mappings,
            tags: request.tags
        )
        images.append(image)
        try answer(to: "CreateImage")
        return image.imageID
    }

    func createSnapshot(_ request: CreateSnapshotRequest) async throws(EC2Error) -> Snapshot {
        try call("CreateSnapshot", on: request.volumeID)
        let made = make(of: request.volumeID, request.description, request.tags)
        try answer(to: "CreateSnapshot")
        return made
    }

    func createSnapshots(_ request: CreateSnapshotsRequest) async throws(EC2Error) -> [Snapshot] {
        try call("CreateSnapshots", on: request.instanceID)
        let instance = instances.first { $0.instanceID == request.instanceID }
        let volumeIDs = (instance?.blockDeviceMappings ?? []).compactMap { mapping -> String? in
            if mapping.deviceName == instance?.rootDeviceName, request.excludesRootVolume { return nil }
            return mapping.ebs?.volumeID.flatMap { request.excludedDataVolumeIDs.contains($0) ? nil : $0 }
        }
        let made = volumeIDs.map { make(of: $0, request.description, request.tags) }
        try answer(to: "CreateSnapshots")
        return made
    }

    func copySnapshot(_ request: CopySnapshotRequest) async throws(EC2Error) -> String {
        try call("CopySnapshot", on: request.sourceSnapshotID)
        let made = make(of: Snapshot.placeholderVolumeID, request.description, request.tags)
        try answer(to: "CopySnapshot")
        return made.snapshotID
    }

    func describeRegions() async throws(EC2Error) -> [String] { others?.names ?? [region] }

    nonisolated func inRegion(_ name: String) -> any EC2 { others?[name] ?? self }

    func createTags(_ tags: [Tag], on resourceIDs: [String]) async throws(EC2Error) {
        for resourceID in resourceIDs {
            try call("CreateTags", on: resourceID)
            changeTags(of: resourceID) { old in old.filter { tag in !tags.contains { $0.key == tag.key } } + tags }
        }
    }

    func deleteTags(_ keys: [String], from resourceIDs: [String]) async throws(EC2Error) {
        for resourceID in resourceIDs {
            try call("DeleteTags", on: resourceID)
            changeTags(of: resourceID) { old in old.filter { !keys.contains($0.key) } }
        }
    }

    private func changeTags(of resourceID: String, _ change: @Sendable ([Tag]) -> [Tag]) {
        self.change(resourceID) { $0.tags = change($0.tags) }
        changeSnapshot(resourceID) { $0.tags = change($0.tags) }
    }

    private func make(of volumeID: String, _ description: String?, _ tags: [Tag]) -> Snapshot {
        let made = Snapshot(
            snapshotID: nextID("snap"),
            volumeID: volumeID,
            state: .pending,
            startTime: now,
            volumeSizeGiB: 8,
            ownerID: "123456789012",
            description: description ?? "",
            tags: tags
        )
        snapshots.append(made)
        return made
    }
}
