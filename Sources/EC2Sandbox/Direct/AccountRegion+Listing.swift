// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension AccountRegion {
    /// What a client gets that asks for these images, without the way over XML.
    package func page(_ request: DescribeImagesRequest) throws(EC2Failure) -> Page<Image> {
        var pairs = Self.list("ImageId", request.imageIDs) + Self.list("Owner", request.owners)
        pairs.append(("IncludeDisabled", "\(request.includeDisabled)"))
        pairs += Self.filters(request.filters)
        if request.imageIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (records, nextToken) = try describeImages(Parameters(pairs: pairs))
        return Page(items: records.map(shown), nextToken: nextToken)
    }

    /// What a client gets that asks for these snapshots, without the way over XML.
    package func page(_ request: DescribeSnapshotsRequest) throws(EC2Failure) -> Page<Snapshot> {
        var pairs = Self.list("SnapshotId", request.snapshotIDs) + Self.list("Owner", request.owners)
        pairs += Self.filters(request.filters)
        if request.snapshotIDs.isEmpty { pairs += Self.paging(request.maxResults, request.nextToken) }
        let (records, nextToken) = try describeSnapshots(Parameters(pairs: pairs))
        return Page(items: records.map(shown), nextToken: nextToken)
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
}
