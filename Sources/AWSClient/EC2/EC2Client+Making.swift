// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

extension EC2Client {
    package func describeVolumes(_ request: DescribeVolumesRequest) async throws(EC2Error) -> Page<Volume> {
        var parameters = QueryParameters()
        parameters.set("VolumeId", request.volumeIDs)
        parameters.set(request.filters)
        parameters.setPage(maxResults: request.maxResults, nextToken: request.nextToken, ids: request.volumeIDs)
        return try await query.call(.describeVolumes, parameters)
    }

    package func createImage(_ request: CreateImageRequest) async throws(EC2Error) -> String {
        try await query.call(.createImage, QueryParameters(request)).imageID
    }

    package func createSnapshot(_ request: CreateSnapshotRequest) async throws(EC2Error) -> Snapshot {
        try await query.call(.createSnapshot, QueryParameters(request))
    }

    package func createSnapshots(_ request: CreateSnapshotsRequest) async throws(EC2Error) -> [Snapshot] {
        try await query.call(.createSnapshots, QueryParameters(request)).items
    }

    package func copySnapshot(_ request: CopySnapshotRequest) async throws(EC2Error) -> String {
        var parameters = QueryParameters()
        parameters.set("SourceSnapshotId", request.sourceSnapshotID)
        parameters.set("SourceRegion", request.sourceRegion)
        parameters.set("Description", request.description)
        if let kmsKeyID = request.kmsKeyID {
            parameters.set("Encrypted", true)
            parameters.set("KmsKeyId", kmsKeyID)
        }
        if request.sourceRegion != region {
            // By it EC2 reads an encrypted source on the caller's behalf.
            var source = QueryParameters()
            source.set("SourceSnapshotId", request.sourceSnapshotID)
            source.set("SourceRegion", request.sourceRegion)
            source.set("DestinationRegion", region)
            let url = try await query.inRegion(request.sourceRegion).presignedURL("CopySnapshot", source)
            parameters.set("DestinationRegion", region)
            parameters.set("PresignedUrl", url)
        }
        parameters.setTagSpecification("snapshot", request.tags)
        return try await query.call(.copySnapshot, parameters).snapshotID
    }

    package func describeRegions() async throws(EC2Error) -> [String] {
        try await query.call(QueryAction.describeRegions).items.map(\.name)
    }

    package func createTags(_ tags: [Tag], on resourceIDs: [String]) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ResourceId", resourceIDs)
        parameters.set("Tag", tags)
        _ = try await query.call(.createTags, parameters)
    }

    package func deleteTags(_ keys: [String], from resourceIDs: [String]) async throws(EC2Error) {
        var parameters = QueryParameters()
        parameters.set("ResourceId", resourceIDs)
        // A key without a value means whatever the value.
        for (index, key) in keys.enumerated() { parameters.set("Tag.\(index + 1).Key", key) }
        _ = try await query.call(.deleteTags, parameters)
    }
}

extension QueryParameters {
    init(_ request: CreateImageRequest) {
        self.init()
        set("InstanceId", request.instanceID)
        set("Name", request.name)
        set("Description", request.description)
        set("NoReboot", request.noReboot)
        for (index, deviceName) in request.excludedDeviceNames.enumerated() {
            set("BlockDeviceMapping.\(index + 1).DeviceName", deviceName)
            set("BlockDeviceMapping.\(index + 1).NoDevice", "")
        }
        setTagSpecification("image", request.tags)
    }

    init(_ request: CreateSnapshotRequest) {
        self.init()
        set("VolumeId", request.volumeID)
        set("Description", request.description)
        setTagSpecification("snapshot", request.tags)
    }

    init(_ request: CreateSnapshotsRequest) {
        self.init()
        set("InstanceSpecification.InstanceId", request.instanceID)
        set("InstanceSpecification.ExcludeBootVolume", request.excludesRootVolume)
        set("InstanceSpecification.ExcludeDataVolumeId", request.excludedDataVolumeIDs)
        set("Description", request.description)
        if request.copiesVolumeTags { set("CopyTagsFromSource", "volume") }
        setTagSpecification("snapshot", request.tags)
    }

    /// Tags as `Tag.1.Key`, `Tag.1.Value` and so on.
    mutating func set(_ name: String, _ tags: [Tag]) {
        for (index, tag) in tags.enumerated() {
            set("\(name).\(index + 1).Key", tag.key)
            set("\(name).\(index + 1).Value", tag.value)
        }
    }

    /// EC2 refuses a specification without tags.
    fileprivate mutating func setTagSpecification(_ resourceType: String, _ tags: [Tag]) {
        guard !tags.isEmpty else { return }
        set("TagSpecification.1.ResourceType", resourceType)
        set("TagSpecification.1.Tag", tags)
    }
}
