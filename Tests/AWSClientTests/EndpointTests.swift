// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import Testing

@testable import AWSClient

/// The client against an EC2 endpoint that nobody here wrote.
///
/// `Scripts/ec2-endpoint-test` starts one, makes an instance and an image of it there with boto3, and names the
/// endpoint and the image in the environment.
@Suite(
    .serialized,
    .enabled(if: AWSEnvironment.process["SHELFLIFE_TEST_ENDPOINT"] != nil, "needs SHELFLIFE_TEST_ENDPOINT"),
    .timeLimit(.minutes(15))
)
struct EndpointTests {
    private let environment = AWSEnvironment.process

    private func client() async throws -> EC2Client {
        try await EC2Client.make(region: "eu-west-1", endpoint: environment["SHELFLIFE_TEST_ENDPOINT"])
    }

    private func imageID() throws -> String {
        try #require(environment["SHELFLIFE_TEST_IMAGE"])
    }

    @Test func listsAndRetiresAnImage() async throws {
        let client = try await client()
        let imageID = try imageID()

        let all = try await client.describeImages(DescribeImagesRequest())
        let image = try #require(all.items.first { $0.imageID == imageID })
        #expect(image.name == "nightly & <1>")
        #expect(image.state == .available)
        #expect(image.tags.contains(Tag(key: "DELETEON", value: "yes é")))
        #expect(image.ownerID == "123456789012")
        let created = try #require(image.creationDate)
        #expect(abs(created.timeIntervalSinceNow) < 600)
        let snapshotID = try #require(image.snapshotIDs.first)

        var filtered = DescribeImagesRequest()
        filtered.filters = [Filter("tag:DELETEON", ["yes é"])]
        let found = try await client.describeImages(filtered)
        #expect(found.items.map(\.imageID) == [imageID])

        var snapshots = DescribeSnapshotsRequest()
        snapshots.snapshotIDs = [snapshotID]
        let listed = try await client.describeSnapshots(snapshots)
        let snapshot = try #require(listed.items.first)
        #expect(snapshot.state == .completed)
        #expect(snapshot.volumeSizeGiB > 0)

        let instances = try await client.describeInstances(DescribeInstancesRequest())
        #expect(instances.items.contains { $0.instanceID == image.sourceInstanceID || $0.state == "running" })

        let inUse = await #expect(throws: EC2Error.self) { try await client.deleteSnapshot(snapshotID) }
        #expect(inUse?.code == "InvalidSnapshot.InUse")

        try await client.deregisterImage(imageID)
        let again = await #expect(throws: EC2Error.self) { try await client.deregisterImage(imageID) }
        #expect(again?.code?.hasPrefix("InvalidAMIID.") == true)
        #expect(again?.httpStatus == 400)
        #expect(again?.requestID?.isEmpty == false)
        #expect(again?.mayHaveActed == false)

        try await client.deleteSnapshot(snapshotID)
        let gone = await #expect(throws: EC2Error.self) { try await client.deleteSnapshot(snapshotID) }
        #expect(gone?.code == "InvalidSnapshot.NotFound")
    }
}
