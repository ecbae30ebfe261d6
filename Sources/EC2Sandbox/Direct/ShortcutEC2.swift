// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

/// A client of a sandbox that lists images and snapshots without the way over XML.
///
/// That way is most of the work of a simulated year. Everything else goes through the client.
package struct ShortcutEC2: EC2 {
    let sandbox: EC2Sandbox
    package let region: String
    let client: any EC2

    package init(sandbox: EC2Sandbox, region: String, client: any EC2) {
        self.sandbox = sandbox
        self.region = region
        self.client = client
    }

    package func describeImages(_ request: DescribeImagesRequest) async throws(EC2Error) -> Page<Image> {
        try list("DescribeImages") { region throws(EC2Failure) in try region.page(request) }
    }

    package func describeSnapshots(_ request: DescribeSnapshotsRequest) async throws(EC2Error) -> Page<Snapshot> {
        try list("DescribeSnapshots") { region throws(EC2Failure) in try region.page(request) }
    }

    private func list<Item>(
        _ action: String,
        _ body: (AccountRegion) throws(EC2Failure) -> Page<Item>
    ) throws(EC2Error) -> Page<Item> {
        let answer = sandbox.withRegion(region) { region -> Result<Page<Item>, EC2Failure> in
            do throws(EC2Failure) {
                return .success(try body(region))
            } catch {
                return .failure(error)
            }
        }
        do throws(EC2Failure) {
            return try answer.get()
        } catch {
            throw EC2Error(code: error.code, message: error.message, httpStatus: error.status, action: action)
        }
    }
}

extension ShortcutEC2 {
    package func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) async throws(EC2Error) -> Page<ImageReference> {
        try await client.describeImageReferences(request)
    }

    package func describeInstances(_ request: DescribeInstancesRequest) async throws(EC2Error) -> Page<Instance> {
        try await client.describeInstances(request)
    }

    package func describeVolumes(_ request: DescribeVolumesRequest) async throws(EC2Error) -> Page<Volume> {
        try await client.describeVolumes(request)
    }

    package func deregisterImage(_ imageID: String) async throws(EC2Error) {
        try await client.deregisterImage(imageID)
    }

    package func deleteSnapshot(_ snapshotID: String) async throws(EC2Error) {
        try await client.deleteSnapshot(snapshotID)
    }

    package func createImage(_ request: CreateImageRequest) async throws(EC2Error) -> String {
        try await client.createImage(request)
    }

    package func createSnapshot(_ request: CreateSnapshotRequest) async throws(EC2Error) -> Snapshot {
        try await client.createSnapshot(request)
    }

    package func createSnapshots(_ request: CreateSnapshotsRequest) async throws(EC2Error) -> [Snapshot] {
        try await client.createSnapshots(request)
    }

    package func copySnapshot(_ request: CopySnapshotRequest) async throws(EC2Error) -> String {
        try await client.copySnapshot(request)
    }

    package func describeRegions() async throws(EC2Error) -> [String] {
        try await client.describeRegions()
    }

    package func inRegion(_ name: String) -> any EC2 {
        ShortcutEC2(sandbox: sandbox, region: name, client: client.inRegion(name))
    }

    package func createTags(_ tags: [Tag], on resourceIDs: [String]) async throws(EC2Error) {
        try await client.createTags(tags, on: resourceIDs)
    }

    package func deleteTags(_ keys: [String], from resourceIDs: [String]) async throws(EC2Error) {
        try await client.deleteTags(keys, from: resourceIDs)
    }
}
