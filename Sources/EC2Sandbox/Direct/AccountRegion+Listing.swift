// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension AccountRegion {
    /// What a client gets that asks for these images, without the way over XML.
    package mutating func page(_ request: DescribeImagesRequest) throws(EC2Failure) -> Page<Image> {
        if let page = imageListings.page(request, images) { return page }
        let (entries, nextToken) = try describeImages(request)
        let page = Page(items: entries.map { shown($0.record) }, nextToken: nextToken)
        let willLookTheSame = entries.allSatisfy { $0.record.protectedUntil == nil }
        if configuration.consistencyLagSeconds == 0, willLookTheSame { imageListings.keep(page, request, images) }
        return page
    }

    /// What a client gets that asks what uses these images, without the way over XML.
    package func page(_ request: DescribeImageReferencesRequest) throws(EC2Failure) -> Page<ImageReference> {
        let (references, nextToken) = try describeImageReferences(request)
        return Page(items: references, nextToken: nextToken)
    }

    /// What a client gets that asks for these snapshots, without the way over XML.
    package func page(_ request: DescribeSnapshotsRequest) throws(EC2Failure) -> Page<Snapshot> {
        let (entries, nextToken) = try describeSnapshots(request)
        return Page(items: entries.map { shown($0.record) }, nextToken: nextToken)
    }

    /// What a client gets that asks for these instances, without the way over XML.
    package func page(_ request: DescribeInstancesRequest) throws(EC2Failure) -> Page<Instance> {
        let (records, nextToken) = try describeInstances(request)
        return Page(items: records.map(shown), nextToken: nextToken)
    }

    /// What a client gets that asks for these volumes, without the way over XML.
    package func page(_ request: DescribeVolumesRequest) throws(EC2Failure) -> Page<Volume> {
        let (records, nextToken) = try describeVolumes(request)
        return Page(items: records.map(shown), nextToken: nextToken)
    }

    private func shown(_ record: ImageRecord) -> Image {
        let showsSnapshots = isShown(from: record.snapshotsShownFrom)
        var image = Image(
            imageID: record.id,
            name: record.name,
            description: record.description,
            ownerID: record.ownerID,
            ownerAlias: record.ownerAlias,
            // What has just been deregistered still looks as before.
            state: ImageState(rawValue: (record.isRegistered ? record.state : .available).rawValue),
            creationDate: record.creationDate.inWholeSeconds,
            deprecationTime: record.deprecationTime?.inWholeSeconds,
            isPublic: record.isPublic,
            blockDeviceMappings: record.devices.map { device in
                BlockDeviceMapping(
                    deviceName: device.deviceName,
                    ebs: device.ebs.map { ebs in
                        EBSBlockDevice(
                            snapshotID: showsSnapshots ? ebs.snapshotID : nil,
                            volumeSizeGiB: ebs.sizeGiB,
                            isEncrypted: ebs.isEncrypted
                        )
                    }
                )
            },
            sourceInstanceID: record.sourceInstanceID,
            sourceImageID: record.sourceImageID,
            tags: record.tags
        )
        guard record.ownerID == accountID else { return image }
        let protection = shownProtection(of: record)
        image.deregistrationProtection = protection == .disabled ? .disabled : .enabled(protection.rawValue)
        image.lastLaunchedTime = record.lastLaunchedTime?.inWholeSeconds
        return image
    }

    private func shown(_ record: SnapshotRecord) -> Snapshot {
        Snapshot(
            snapshotID: record.id,
            volumeID: record.volumeID,
            state: Snapshot.State(rawValue: record.state.rawValue),
            stateMessage: record.stateMessage,
            startTime: record.startTime.inWholeSeconds,
            volumeSizeGiB: record.sizeGiB,
            fullSizeBytes: record.state == .completed ? record.fullSizeBytes : nil,
            ownerID: record.ownerID,
            description: record.description,
            isEncrypted: record.isEncrypted,
            storageTier: record.storageTier,
            tags: record.tags
        )
    }

    private func shown(_ record: InstanceRecord) -> Instance {
        let devices = record.volumeIDs.compactMap { volumes[$0] }.compactMap { volume in
            volume.attachment.map { attachment in
                BlockDeviceMapping(deviceName: attachment.deviceName, ebs: EBSBlockDevice(volumeID: volume.id))
            }
        }
        return Instance(
            instanceID: record.id,
            imageID: record.imageID,
            state: record.state.rawValue,
            launchTime: record.launchTime.inWholeSeconds,
            rootDeviceName: record.rootDeviceName,
            blockDeviceMappings: devices,
            tags: record.tags
        )
    }

    private func shown(_ record: VolumeRecord) -> Volume {
        Volume(
            volumeID: record.id,
            state: record.state,
            sizeGiB: record.sizeGiB,
            isEncrypted: record.isEncrypted,
            tags: record.tags
        )
    }
}
