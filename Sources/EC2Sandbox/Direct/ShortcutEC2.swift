// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle

/// A client of a sandbox that asks and changes it without the way over Query and XML.
///
/// That way is most of the work of a simulated year. What is asked seldom goes through the client. Faults, throttling and
/// the request log are of that way, and are not met here.
package struct ShortcutEC2: EC2 {
    let sandbox: EC2Sandbox
    package let region: String
    let client: any EC2

    package init(sandbox: EC2Sandbox, region: String, client: any EC2) {
        self.sandbox = sandbox
        self.region = region
        self.client = client
    }

    /// Does in the account what an action does, and answers as its client would.
    func ask<Answer: Sendable>(
        _ action: String,
        _ body: (inout AccountRegion) throws(EC2Failure) -> Answer
    ) throws(EC2Error) -> Answer {
        let answer = sandbox.withRegion(region) { region -> Result<Answer, EC2Failure> in
            do throws(EC2Failure) {
                return .success(try body(&region))
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
    package func describeImages(_ request: DescribeImagesRequest) async throws(EC2Error) -> Page<Image> {
        try ask("DescribeImages") { region throws(EC2Failure) in try region.page(request) }
    }

    package func describeImageReferences(
        _ request: DescribeImageReferencesRequest
    ) async throws(EC2Error) -> Page<ImageReference> {
        try ask("DescribeImageReferences") { region throws(EC2Failure) in try region.page(request) }
    }

    package func describeSnapshots(_ request: DescribeSnapshotsRequest) async throws(EC2Error) -> Page<Snapshot> {
        try ask("DescribeSnapshots") { region throws(EC2Failure) in try region.page(request) }
    }

    package func describeInstances(_ request: DescribeInstancesRequest) async throws(EC2Error) -> Page<Instance> {
        try ask("DescribeInstances") { region throws(EC2Failure) in try region.page(request) }
    }

    package func describeVolumes(_ request: DescribeVolumesRequest) async throws(EC2Error) -> Page<Volume> {
        try ask("DescribeVolumes") { region throws(EC2Failure) in try region.page(request) }
    }

    package func deregisterImage(_ imageID: String) async throws(EC2Error) {
        try ask("DeregisterImage") { region throws(EC2Failure) in
            _ = try region.deregister(imageID, deletingSnapshots: false)
        }
    }

    package func deleteSnapshot(_ snapshotID: String) async throws(EC2Error) {
        try ask("DeleteSnapshot") { region throws(EC2Failure) in try region.deleteSnapshot(snapshotID) }
    }

    package func createImage(_ request: CreateImageRequest) async throws(EC2Error) -> String {
        try ask("CreateImage") { region throws(EC2Failure) in try region.createImage(request) }
    }

    package func createTags(_ tags: [Tag], on resourceIDs: [String]) async throws(EC2Error) {
        try ask("CreateTags") { region throws(EC2Failure) in try region.createTags(tags, on: resourceIDs) }
    }

    package func deleteTags(_ keys: [String], from resourceIDs: [String]) async throws(EC2Error) {
        try ask("DeleteTags") { region throws(EC2Failure) in
            try region.deleteTags(keys.map { ($0, nil) }, from: resourceIDs)
        }
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
}
