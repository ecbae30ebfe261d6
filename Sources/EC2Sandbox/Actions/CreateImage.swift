// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import ImageLifecycle

extension Action {
    static let createImage = Action(
        "CreateImage",
        .mutating,
        ["InstanceId", "Name", "Description", "NoReboot", "BlockDeviceMapping", "TagSpecification", "SnapshotLocation"]
    ) { region, parameters, xml throws(EC2Failure) in
        xml.text("imageId", try region.createImage(parameters))
    }
}

extension AccountRegion {
    /// Begins the image that a CreateImage request asks for, and gives its id.
    mutating func createImage(_ parameters: Parameters) throws(EC2Failure) -> String {
        let instance = try instance(try parameters.required("InstanceId"))
        let name = try parameters.required("Name")
        _ = try parameters.bool("NoReboot")
        try checkImageName(name)
        let tags = try parameters.tagSpecifications(["image", "snapshot"])
        return try createImage(
            of: instance,
            name: name,
            description: parameters.string("Description"),
            devices: try DeviceRequest.list(parameters),
            imageTags: tags["image"] ?? [],
            snapshotTags: tags["snapshot"] ?? []
        )
    }

    /// The same without the way over parameters.
    package mutating func createImage(_ request: CreateImageRequest) throws(EC2Failure) -> String {
        guard !request.instanceID.isEmpty else { throw .missingParameter("InstanceId") }
        let instance = try instance(request.instanceID)
        guard !request.name.isEmpty else { throw .missingParameter("Name") }
        try checkImageName(request.name)
        if let index = request.tags.firstIndex(where: { $0.key.isEmpty }) {
            throw .missingParameter("TagSpecification.1.Tag.\(index + 1).Key")
        }
        try Self.check(request.tags)
        var devices: [DeviceRequest] = []
        for (index, name) in request.excludedDeviceNames.enumerated() {
            guard !name.isEmpty else { throw .missingParameter("BlockDeviceMapping.\(index + 1).DeviceName") }
            try devices.add(DeviceRequest(suppressing: name))
        }
        return try createImage(
            of: instance,
            name: request.name,
            description: request.description,
            devices: devices,
            imageTags: request.tags,
            snapshotTags: []
        )
    }

    /// An image of an instance, with a snapshot for each of its volumes that is not left out.
    private mutating func createImage(
        of instance: InstanceRecord,
        name: String,
        description: String?,
        devices requests: [DeviceRequest],
        imageTags: [Tag],
        snapshotTags: [Tag]
    ) throws(EC2Failure) -> String {
        guard instance.state == .running || instance.state == .stopped else {
            throw EC2Failure("IncorrectState", "Instance '\(instance.id)' is not 'running' or 'stopped'.")
        }
        guard pendingImageIDsByInstance[instance.id].flatMap({ images[$0] })?.state != .pending else {
            throw EC2Failure(
                "ConcurrentCreateImageNoRebootLimitExceeded",
                "An image of the instance '\(instance.id)' is already being created."
            )
        }
        let id = generator.id("ami")
        let source = images[instance.imageID]
        var image = ImageRecord(id: id, ownerID: accountID, name: name, creationDate: now, tags: imageTags)
        image.description = description
        image.sourceInstanceID = instance.id
        image.sourceImageID = instance.imageID
        image.sourceImageRegion = self.name
        image.rootDeviceName = instance.rootDeviceName
        image.architecture = instance.architecture
        image.isWindows = source?.isWindows ?? false
        // The ids appear in the mapping some time after the image does.
        if configuration.takesTime { image.snapshotsShownFrom = now.addingTimeInterval(15) }

        for volume in instance.volumeIDs.compactMap({ volumes[$0] }) {
            guard let attachment = volume.attachment else { continue }
            let request = requests.first { $0.deviceName == attachment.deviceName }
            guard request?.isSuppressed != true else { continue }
            guard request?.sizeGiB == nil, request?.isEncrypted == nil, request?.snapshotID == nil else {
                throw EC2Failure(
                    "InvalidBlockDeviceMapping",
                    "Only DeleteOnTermination can be changed for the existing device \(attachment.deviceName)"
                )
            }
            let snapshot = startSnapshot(
                makeSnapshot(of: volume, description: "Created by CreateImage(\(instance.id)) for \(id)", snapshotTags)
            )
            let ebs = DeviceMapping.EBS(
                snapshotID: snapshot.id,
                sizeGiB: volume.sizeGiB,
                volumeType: volume.volumeType,
                deletesOnTermination: request?.deletesOnTermination ?? attachment.deletesOnTermination,
                isEncrypted: volume.isEncrypted
            )
            image.devices.append(DeviceMapping(deviceName: attachment.deviceName, ebs: ebs))
        }
        image.devices += source?.devices.filter { $0.virtualName != nil } ?? []
        for request in requests where !image.devices.contains(where: { $0.deviceName == request.deviceName }) {
            if !request.isSuppressed { image.devices.append(try device(request)) }
        }
        register(image)
        return id
    }

    /// A snapshot of a volume as it is now, not yet put anywhere.
    mutating func makeSnapshot(of volume: VolumeRecord, description: String, _ tags: [Tag]) -> SnapshotRecord {
        var snapshot = SnapshotRecord(
            id: generator.id("snap"),
            ownerID: accountID,
            volumeID: volume.id,
            startTime: now,
            sizeGiB: volume.sizeGiB,
            fullSizeBytes: (volume.sizeGiB << 30) / 100 * Self.percentFull(volume.id),
            description: description,
            tags: tags
        )
        snapshot.isEncrypted = volume.isEncrypted
        if volume.isEncrypted { snapshot.keyARN = arn("kms", "alias/aws/ebs") }
        return snapshot
    }
    /// A volume is seldom full, and is as full tomorrow as it is today, whatever else is made in between.
    private static func percentFull(_ volumeID: String) -> Int {
        35 + volumeID.utf8.reduce(0) { ($0 * 31 + Int($1)) % 51 }
    }
}
