// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

@testable import AWSClient

/// The actions that make things; the parameters are those that botocore's serializer writes.
struct MakingTests {
    private let tag = ImageLifecycle.Tag(key: "a", value: "b")

    @Test func makesAnImageWithoutRebootUnlessAsked() async throws {
        var request = CreateImageRequest(instanceID: "i-1", name: "n")
        request.excludedDeviceNames = ["/dev/sdb"]
        request.tags = [tag]
        let transport = ScriptedTransport([.ok("<CreateImageResponse><imageId>ami-1</imageId></CreateImageResponse>")])
        #expect(try await client(transport).createImage(request) == "ami-1")
        #expect(
            try parameters(transport) == [
                "Action=CreateImage", "BlockDeviceMapping.1.DeviceName=%2Fdev%2Fsdb", "BlockDeviceMapping.1.NoDevice=",
                "InstanceId=i-1", "Name=n", "NoReboot=true", "TagSpecification.1.ResourceType=image",
                "TagSpecification.1.Tag.1.Key=a", "TagSpecification.1.Tag.1.Value=b", "Version=2016-11-15",
            ]
        )
    }

    @Test func makesSnapshotsOfAnInstance() async throws {
        var request = CreateSnapshotsRequest(instanceID: "i-1")
        request.excludesRootVolume = true
        request.excludedDataVolumeIDs = ["vol-1", "vol-2"]
        request.description = "d"
        request.copiesVolumeTags = true
        request.tags = [tag]
        let answer = """
            <CreateSnapshotsResponse><snapshotSet>
            <item><snapshotId>snap-1</snapshotId><volumeId>vol-3</volumeId><state>pending</state>
            <volumeSize>8</volumeSize><tagSet><item><key>a</key><value>b</value></item></tagSet></item>
            <item><snapshotId>snap-2</snapshotId><volumeId>vol-4</volumeId><state>pending</state></item>
            </snapshotSet></CreateSnapshotsResponse>
            """
        let transport = ScriptedTransport([.ok(answer)])
        let snapshots = try await client(transport).createSnapshots(request)
        #expect(snapshots.map(\.snapshotID) == ["snap-1", "snap-2"])
        #expect(snapshots.map(\.volumeID) == ["vol-3", "vol-4"])
        #expect(snapshots.map(\.state) == [.pending, .pending])
        #expect(snapshots.first?.tags == [tag])
        #expect(
            try parameters(transport) == [
                "Action=CreateSnapshots", "CopyTagsFromSource=volume", "Description=d",
                "InstanceSpecification.ExcludeBootVolume=true", "InstanceSpecification.ExcludeDataVolumeId.1=vol-1",
                "InstanceSpecification.ExcludeDataVolumeId.2=vol-2", "InstanceSpecification.InstanceId=i-1",
                "TagSpecification.1.ResourceType=snapshot", "TagSpecification.1.Tag.1.Key=a",
                "TagSpecification.1.Tag.1.Value=b", "Version=2016-11-15",
            ]
        )
    }

    @Test func makesASnapshotOfAVolume() async throws {
        let transport = ScriptedTransport([
            .ok(
                "<CreateSnapshotResponse><snapshotId>snap-1</snapshotId><status>pending</status></CreateSnapshotResponse>"
            )
        ])
        let snapshot = try await client(transport).createSnapshot(CreateSnapshotRequest(volumeID: "vol-1"))
        #expect(snapshot.snapshotID == "snap-1")
        #expect(snapshot.state == .pending)
        #expect(try parameters(transport) == ["Action=CreateSnapshot", "Version=2016-11-15", "VolumeId=vol-1"])
    }

    @Test func setsAndRemovesTags() async throws {
        let transport = ScriptedTransport([
            .ok("<CreateTagsResponse><return>true</return></CreateTagsResponse>"),
            .ok("<DeleteTagsResponse><return>true</return></DeleteTagsResponse>"),
        ])
        let client = client(transport)
        try await client.createTags([tag], on: ["i-1", "i-2"])
        try await client.deleteTags(["a"], from: ["i-1"])
        #expect(
            try parameters(transport) == [
                "Action=CreateTags", "ResourceId.1=i-1", "ResourceId.2=i-2", "Tag.1.Key=a", "Tag.1.Value=b",
                "Version=2016-11-15",
            ]
        )
        #expect(
            try parameters(transport, 1)
                == ["Action=DeleteTags", "ResourceId.1=i-1", "Tag.1.Key=a", "Version=2016-11-15"]
        )
    }

    @Test func listsVolumes() async throws {
        var request = DescribeVolumesRequest()
        request.nextToken = "t"
        let answer = """
            <DescribeVolumesResponse><volumeSet><item><volumeId>vol-1</volumeId><size>8</size><status>in-use</status>
            <encrypted>true</encrypted><tagSet><item><key>a</key><value>b</value></item></tagSet></item></volumeSet>
            <nextToken>u</nextToken></DescribeVolumesResponse>
            """
        let transport = ScriptedTransport([.ok(answer)])
        let page = try await client(transport).describeVolumes(request)
        #expect(page.items == [Volume(volumeID: "vol-1", sizeGiB: 8, isEncrypted: true, tags: [tag])])
        #expect(page.nextToken == "u")
        #expect(
            try parameters(transport)
                == ["Action=DescribeVolumes", "MaxResults=500", "NextToken=t", "Version=2016-11-15"]
        )
    }

    /// Whether a second image was made is for the caller to find out.
    @Test func repeatsNoCreationWhoseAnswerWasLost() async throws {
        let lost = EC2Error(code: "InternalError", message: "", httpStatus: 500, action: "CreateImage")
        let transport = ScriptedTransport([.ec2Error(500, "InternalError"), .ec2Error(500, "InternalError")])
        let error = await #expect(throws: EC2Error.self) {
            try await client(transport).createImage(CreateImageRequest(instanceID: "i-1", name: "n"))
        }
        #expect(error?.code == lost.code)
        #expect(error?.mayHaveActed == true)
        #expect(transport.requests.count == 1)
    }

    private func client(_ transport: ScriptedTransport) -> EC2Client {
        EC2Client(region: "eu-west-1", transport: transport, credentials: nil)
    }

    private func parameters(_ transport: ScriptedTransport, _ index: Int = 0) throws -> [String] {
        try #require(transport.bodies.count > index)
        return transport.bodies[index].split(separator: "&").map(String.init).sorted()
    }
}
