// SPDX-License-Identifier: Apache-2.0

package struct DescribeVolumesRequest: Sendable, Hashable {
    /// Never sent empty, which would list everything; with ids there is no pagination.
    package var volumeIDs: [String] = []
    package var filters: [Filter] = []
    package var maxResults: Int? = 500
    package var nextToken: String?

    package init() {}
}

package struct CreateImageRequest: Sendable, Hashable {
    package var instanceID: String
    /// 3 to 128 characters of those that ``ImageName`` allows; unique in the account.
    package var name: String
    package var description: String?
    /// EC2 reboots the instance unless told otherwise; without a reboot the image is as after a power cut.
    package var noReboot = true
    /// Devices that the image leaves out.
    package var excludedDeviceNames: [String] = []
    package var tags: [Tag] = []

    package init(instanceID: String, name: String) {
        self.instanceID = instanceID
        self.name = name
    }
}

package struct CreateSnapshotRequest: Sendable, Hashable {
    package var volumeID: String
    /// At most 255 characters.
    package var description: String?
    package var tags: [Tag] = []

    package init(volumeID: String) {
        self.volumeID = volumeID
    }
}

package struct CreateSnapshotsRequest: Sendable, Hashable {
    package var instanceID: String
    package var excludesRootVolume = false
    /// At most 40.
    package var excludedDataVolumeIDs: [String] = []
    /// At most 255 characters.
    package var description: String?
    package var copiesVolumeTags = false
    /// The same for every snapshot.
    package var tags: [Tag] = []

    package init(instanceID: String) {
        self.instanceID = instanceID
    }
}

package struct CopySnapshotRequest: Sendable, Hashable {
    package var sourceSnapshotID: String
    package var sourceRegion: String
    /// At most 255 characters.
    package var description: String?
    /// A key of the destination's; nil to encrypt the copy as its source is, or as the region does by default.
    package var kmsKeyID: String?
    package var tags: [Tag] = []

    package init(sourceSnapshotID: String, sourceRegion: String) {
        self.sourceSnapshotID = sourceSnapshotID
        self.sourceRegion = sourceRegion
    }
}

extension EC2 {
    /// One instance; nil if there is none of that id (any more).
    func instance(_ instanceID: String) async throws(EC2Error) -> Instance? {
        var request = DescribeInstancesRequest()
        request.instanceIDs = [instanceID]
        request.maxResults = nil
        do {
            return try await describeInstances(request).items.first { $0.instanceID == instanceID }
        } catch {
            guard error.code?.hasPrefix("InvalidInstanceID.") == true else { throw error }
            return nil
        }
    }

    /// Every instance of the region, each once.
    package func allInstances() async throws(EC2Error) -> [Instance] {
        var request = DescribeInstancesRequest()
        var seen: Set<String> = []
        var instances: [Instance] = []
        try await eachPage("DescribeInstances") { token async throws(EC2Error) in
            request.nextToken = token
            let page = try await describeInstances(request)
            instances += page.items.filter { seen.insert($0.instanceID).inserted }
            return page.nextToken
        }
        return instances
    }

    /// Those of these volumes that exist, by id.
    func volumes(_ volumeIDs: [String]) async throws(EC2Error) -> [String: Volume] {
        var volumes: [String: Volume] = [:]
        for chunk in volumeIDs.chunks(of: 100) {
            var request = DescribeVolumesRequest()
            // By filter, not by id: one id that is gone would spoil the whole call.
            request.filters = [Filter("volume-id", chunk)]
            try await eachPage("DescribeVolumes") { token async throws(EC2Error) in
                request.nextToken = token
                let page = try await describeVolumes(request)
                for volume in page.items { volumes[volume.volumeID] = volume }
                return page.nextToken
            }
        }
        return volumes
    }
}
