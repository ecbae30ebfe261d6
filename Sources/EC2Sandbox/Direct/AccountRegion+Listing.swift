// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension AccountRegion {
    /// What a client gets that asks for these images, without the way over XML.
    package mutating func page(_ request: DescribeImagesRequest) throws(EC2Failure) -> Page<Image> {
        if let page = imageListings.page(request, images) { return page }
        var pairs = Self.list("ImageId", request.imageIDs) + Self.list("Owner", request.owners)
        pairs.append(("IncludeDisabled", "\(request.includeDisabled)"))
        pairs += Self.filters(request.filters)
        if request.imageIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (entries, nextToken) = try describeImages(Parameters(pairs: pairs))
        let page = Page(items: entries.map { shown($0.record) }, nextToken: nextToken)
        let willLookTheSame = entries.allSatisfy { $0.record.protectedUntil == nil }
        if configuration.consistencyLagSeconds == 0, willLookTheSame { imageListings.keep(page, request, images) }
        return page
    }

    /// What a client gets that asks what uses these images, without the way over XML.
    package func page(_ request: DescribeImageReferencesRequest) throws(EC2Failure) -> Page<ImageReference> {
        var pairs = Self.list("ImageId", request.imageIDs) + [("IncludeAllResourceTypes", "true")]
        if let depth = request.launchTemplateVersionDepth {
            pairs.append(("ResourceType.1.ResourceType", "ec2:LaunchTemplate"))
            pairs.append(("ResourceType.1.ResourceTypeOption.1.OptionName", "version-depth"))
            pairs.append(("ResourceType.1.ResourceTypeOption.1.OptionValue.1", "\(depth)"))
        }
        pairs += Self.paging(request.maxResults, request.nextToken)
        let (references, nextToken) = try describeImageReferences(Parameters(pairs: pairs))
        return Page(items: references, nextToken: nextToken)
    }

    /// What a client gets that asks for these snapshots, without the way over XML.
    package func page(_ request: DescribeSnapshotsRequest) throws(EC2Failure) -> Page<Snapshot> {
        var pairs = Self.list("SnapshotId", request.snapshotIDs) + Self.list("Owner", request.owners)
        pairs += Self.filters(request.filters)
        if request.snapshotIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (entries, nextToken) = try describeSnapshots(Parameters(pairs: pairs))
        return Page(items: entries.map { shown($0.record) }, nextToken: nextToken)
    }

    /// What a client gets that asks for these instances, without the way over XML.
    package func page(_ request: DescribeInstancesRequest) throws(EC2Failure) -> Page<Instance> {
        var pairs = Self.list("InstanceId", request.instanceIDs) + Self.filters(request.filters)
        if request.instanceIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (records, nextToken) = try describeInstances(Parameters(pairs: pairs))
        return Page(items: records.map(shown), nextToken: nextToken)
    }

    /// What a client gets that asks for these volumes, without the way over XML.
    package func page(_ request: DescribeVolumesRequest) throws(EC2Failure) -> Page<Volume> {
        var pairs = Self.list("VolumeId", request.volumeIDs) + Self.filters(request.filters)
        if request.volumeIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (records, nextToken) = try describeVolumes(Parameters(pairs: pairs))
        return Page(items: records.map(shown), nextToken: nextToken)
    }

    /// Begins the image that a client asks for.
    package mutating func createImage(_ request: CreateImageRequest) throws(EC2Failure) -> String {
        var pairs = [("InstanceId", request.instanceID), ("Name", request.name)]
        if let description = request.description { pairs.append(("Description", description)) }
        for (index, deviceName) in request.excludedDeviceNames.enumerated() {
            pairs.append(("BlockDeviceMapping.\(index + 1).DeviceName", deviceName))
            pairs.append(("BlockDeviceMapping.\(index + 1).NoDevice", ""))
        }
        if !request.tags.isEmpty { pairs.append(("TagSpecification.1.ResourceType", "image")) }
        for (index, tag) in request.tags.enumerated() {
            pairs.append(("TagSpecification.1.Tag.\(index + 1).Key", tag.key))
            pairs.append(("TagSpecification.1.Tag.\(index + 1).Value", tag.value))
        }
        return try createImage(Parameters(pairs: pairs.map { (name: $0.0, value: $0.1) }))
    }

    private static func list(_ name: String, _ values: [String]) -> [(name: String, value: String)] {
        values.enumerated().map { ("\(name).\($0.offset + 1)", $0.element) }
    }

    private static func filters(_ filters: [Filter]) -> [(name: String, value: String)] {
        filters.enumerated().flatMap { index, filter in
            [("Filter.\(index + 1).Name", filter.name)] + list("Filter.\(index + 1).Value", filter.values)
        }
    }

    private static func paging(_ maxResults: Int?, _ nextToken: String?) -> [(name: String, value: String)] {
        let size = maxResults.map { [("MaxResults", "\($0)")] } ?? []
        return size + (nextToken.map { [("NextToken", $0)] } ?? [])
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
