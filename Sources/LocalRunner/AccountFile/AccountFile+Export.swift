// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

extension AccountFile {
    /// Reads an account; nothing in it is changed.
    ///
    /// - Throws: ``EC2Error`` when something cannot be listed.
    package init(exporting ec2: any EC2, region: String, now: Date) async throws(EC2Error) {
        let images = try await ec2.allImages()
        let snapshots = try await ec2.allSnapshots()
        self.init(
            format: Self.currentFormat,
            accountID: images.first?.ownerID ?? snapshots.first?.ownerID ?? "000000000000",
            region: region,
            exportedAt: Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down)),
            instances: try await ec2.listInstances().filter { $0.state != "terminated" }.map(Instance.init),
            volumes: try await ec2.listVolumes().map(Volume.init),
            // One without a time cannot get older; workflows keep it whatever happens.
            images: images.compactMap(Image.init),
            snapshots: snapshots.compactMap(Snapshot.init)
        )
    }
}

extension EC2 {
    fileprivate func listInstances() async throws(EC2Error) -> [ImageLifecycle.Instance] {
        var request = DescribeInstancesRequest()
        var items: [ImageLifecycle.Instance] = []
        repeat {
            let page = try await describeInstances(request)
            items += page.items
            request.nextToken = page.nextToken
        } while request.nextToken != nil
        return items
    }

    fileprivate func listVolumes() async throws(EC2Error) -> [ImageLifecycle.Volume] {
        var request = DescribeVolumesRequest()
        var items: [ImageLifecycle.Volume] = []
        repeat {
            let page = try await describeVolumes(request)
            items += page.items
            request.nextToken = page.nextToken
        } while request.nextToken != nil
        return items
    }
}

private func object(_ tags: [Tag]) -> [String: String]? {
    tags.isEmpty ? nil : Dictionary(tags.map { ($0.key, $0.value) }) { first, _ in first }
}

extension AccountFile.Volume {
    fileprivate init(_ volume: ImageLifecycle.Volume) {
        volumeID = volume.volumeID
        sizeGiB = volume.sizeGiB
        isEncrypted = volume.isEncrypted ? true : nil
        tags = object(volume.tags)
    }
}

extension AccountFile.Instance {
    fileprivate init(_ instance: ImageLifecycle.Instance) {
        instanceID = instance.instanceID
        imageID = instance.imageID
        state = instance.state
        launchedAt = instance.launchTime
        rootDevice = instance.rootDeviceName
        devices = instance.blockDeviceMappings.compactMap { mapping in
            mapping.ebs?.volumeID.map { Device(device: mapping.deviceName, volumeID: $0) }
        }
        tags = object(instance.tags)
    }
}

extension AccountFile.Snapshot {
    fileprivate init?(_ snapshot: ImageLifecycle.Snapshot) {
        guard let startTime = snapshot.startTime else { return nil }
        snapshotID = snapshot.snapshotID
        volumeID = snapshot.volumeID
        state = snapshot.state.rawValue
        startedAt = startTime
        sizeGiB = snapshot.volumeSizeGiB
        fullSizeBytes = snapshot.fullSizeBytes
        description = snapshot.description.isEmpty ? nil : snapshot.description
        isEncrypted = snapshot.isEncrypted ? true : nil
        isArchived = snapshot.storageTier == "archive" ? true : nil
        tags = object(snapshot.tags)
    }
}

extension AccountFile.Image {
    fileprivate init?(_ image: ImageLifecycle.Image) {
        guard let creationDate = image.creationDate else { return nil }
        imageID = image.imageID
        name = image.name ?? image.imageID
        state = image.state.rawValue
        createdAt = creationDate
        lastLaunchedAt = image.lastLaunchedTime
        deprecatedAt = image.deprecationTime
        isProtected = image.deregistrationProtection == .disabled ? nil : true
        isPublic = image.isPublic ? true : nil
        description = image.description
        sourceInstanceID = image.sourceInstanceID
        sourceImageID = image.sourceImageID
        devices = image.blockDeviceMappings.map { mapping in
            Device(device: mapping.deviceName, snapshotID: mapping.ebs?.snapshotID, sizeGiB: mapping.ebs?.volumeSizeGiB)
        }
        tags = object(image.tags)
    }
}
