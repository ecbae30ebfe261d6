// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

@Suite struct SnapshotTests {
    private let client = Client()

    @Test(arguments: ["available", "disabled"])
    func keepsSnapshotsOfRegisteredImages(state: String) throws {
        let image = try client.makeImage(name: "web")
        if state == "disabled" { try client.call("DisableImage", ["ImageId": image.imageID]) }
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": image.snapshotID]) == "InvalidSnapshot.InUse")
        try client.call("DeregisterImage", ["ImageId": image.imageID])
        try client.call("DeleteSnapshot", ["SnapshotId": image.snapshotID])
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": image.snapshotID]) == "InvalidSnapshot.NotFound")
    }

    @Test func holdsTheLimitsOfAVolume() throws {
        let volume = try #require(
            try client.call("CreateVolume", ["AvailabilityZone": "us-east-1a", "Size": "1"])["volumeId"]
        )
        try client.call("CreateSnapshot", ["VolumeId": volume])
        let code = try client.failure("CreateSnapshot", ["VolumeId": volume])
        #expect(code == "SnapshotCreationPerVolumeRateExceeded")
        client.wait(seconds: 15)
        try client.call("CreateSnapshot", ["VolumeId": volume])
    }

    @Test func holdsTheLimitOfPendingSnapshots() throws {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        let client = Client(configuration: configuration)
        let volume = try #require(
            try client.call("CreateVolume", ["AvailabilityZone": "us-east-1a", "Size": "500"])["volumeId"]
        )
        for _ in 1...5 {
            try client.call("CreateSnapshot", ["VolumeId": volume])
            client.wait(seconds: 20)
        }
        #expect(try client.failure("CreateSnapshot", ["VolumeId": volume]) == "ConcurrentSnapshotLimitExceeded")
        client.wait(seconds: 3600)
        try client.call("CreateSnapshot", ["VolumeId": volume])
    }

    @Test func completesOverTimeBySize() throws {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        let client = Client(configuration: configuration)
        let volume = try #require(
            try client.call("CreateVolume", ["AvailabilityZone": "us-east-1a", "Size": "100"])["volumeId"]
        )
        let id = try #require(try client.call("CreateSnapshot", ["VolumeId": volume])["snapshotId"])
        let status = { try client.call("DescribeSnapshots", ["SnapshotId.1": id])["snapshotSet/item/status"] }
        #expect(try status() == "pending")
        client.wait(seconds: 329)
        #expect(try status() == "pending")
        client.wait(seconds: 1)
        #expect(try status() == "completed")
    }

    @Test func takesAllVolumesOfAnInstanceAtOnce() throws {
        let image = try client.makeImage(name: "web").imageID
        let instance = try client.makeInstance(of: image)
        let data = try #require(
            try client.call("CreateVolume", ["AvailabilityZone": "us-east-1a", "Size": "9"])["volumeId"]
        )
        try client.call("AttachVolume", ["VolumeId": data, "InstanceId": instance, "Device": "/dev/sdf"])
        let all = try client.call(
            "CreateSnapshots",
            [
                "InstanceSpecification.InstanceId": instance, "TagSpecification.1.ResourceType": "snapshot",
                "TagSpecification.1.Tag.1.Key": "Team", "TagSpecification.1.Tag.1.Value": "web",
            ]
        )
        #expect(all.texts("snapshotSet/item/volumeId").count == 2)
        #expect(all.texts("snapshotSet/item/tagSet/item/value") == ["web", "web"])
        client.wait(seconds: 20)
        let some = try client.call(
            "CreateSnapshots",
            ["InstanceSpecification.InstanceId": instance, "InstanceSpecification.ExcludeBootVolume": "true"]
        )
        #expect(some.texts("snapshotSet/item/volumeId") == [data])
    }
}
