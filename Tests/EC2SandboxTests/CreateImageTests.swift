// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Testing

@Suite struct CreateImageTests {
    private let client: Client

    init() {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        client = Client(configuration: configuration)
    }

    private func makeInstance() throws -> String {
        let snapshot = try client.makeSnapshot()
        client.wait(seconds: 600)
        let instance = try client.makeInstance(of: try client.makeImage(name: "base", snapshotID: snapshot).imageID)
        client.wait(seconds: 60)
        return instance
    }

    private func image(_ id: String) throws -> Element {
        try #require(try client.call("DescribeImages", ["ImageId.1": id]).first("imagesSet/item"))
    }

    @Test func isPendingUntilItsSnapshotsAreDoneAndShowsTheirIDsLate() throws {
        let instance = try makeInstance()
        let id = try #require(try client.call("CreateImage", ["InstanceId": instance, "Name": "web"])["imageId"])
        #expect(try image(id)["imageState"] == "pending")
        #expect(try image(id)["blockDeviceMapping/item/ebs/volumeSize"] == "8")
        #expect(try image(id)["blockDeviceMapping/item/ebs/snapshotId"] == nil)
        client.wait(seconds: 15)
        let snapshot = try #require(try image(id)["blockDeviceMapping/item/ebs/snapshotId"])
        let described = try client.call("DescribeSnapshots", ["SnapshotId.1": snapshot])
        #expect(described["snapshotSet/item/description"] == "Created by CreateImage(\(instance)) for \(id)")
        #expect(described["snapshotSet/item/status"] == "pending")
        client.wait(seconds: 600)
        #expect(try image(id)["imageState"] == "available")
        #expect(try image(id)["sourceInstanceId"] == instance)
    }

    @Test func makesOneImageOfAnInstanceAtATime() throws {
        let instance = try makeInstance()
        try client.call("CreateImage", ["InstanceId": instance, "Name": "first"])
        let code = try client.failure("CreateImage", ["InstanceId": instance, "Name": "second"])
        #expect(code == "ConcurrentCreateImageNoRebootLimitExceeded")
        client.wait(seconds: 600)
        try client.call("CreateImage", ["InstanceId": instance, "Name": "second"])
    }

    @Test(arguments: [
        ("web", nil), ("a b/c-d.e'f@g_(h)[i]", nil), (String(repeating: "x", count: 128), nil),
        ("ab", "InvalidAMIName.Malformed"), (String(repeating: "x", count: 129), "InvalidAMIName.Malformed"),
        ("web:1", "InvalidAMIName.Malformed"), ("größe", "InvalidAMIName.Malformed"),
        ("base", "InvalidAMIName.Duplicate"),
    ])
    func checksTheName(name: String, code: String?) throws {
        let instance = try makeInstance()
        if let code {
            #expect(try client.failure("CreateImage", ["InstanceId": instance, "Name": name]) == code)
        } else {
            try client.call("CreateImage", ["InstanceId": instance, "Name": name])
        }
    }

    @Test func refusesInstancesOnTheirWayOut() throws {
        let instance = try makeInstance()
        try client.call("TerminateInstances", ["InstanceId.1": instance])
        #expect(try client.failure("CreateImage", ["InstanceId": instance, "Name": "web"]) == "IncorrectState")
        client.wait(seconds: 60)
        #expect(try client.failure("CreateImage", ["InstanceId": instance, "Name": "web"]) == "IncorrectState")
        client.wait(seconds: 3700)
        #expect(
            try client.failure("CreateImage", ["InstanceId": instance, "Name": "web"]) == "InvalidInstanceID.NotFound"
        )
    }

    @Test func tagsTheImageAndAllItsSnapshotsAtCreation() throws {
        let instance = try makeInstance()
        let answer = try client.call(
            "CreateImage",
            [
                "InstanceId": instance, "Name": "web",
                "TagSpecification.1.ResourceType": "image", "TagSpecification.1.Tag.1.Key": "a",
                "TagSpecification.1.Tag.1.Value": "1",
                "TagSpecification.2.ResourceType": "snapshot", "TagSpecification.2.Tag.1.Key": "b",
            ]
        )
        #expect(try image(try #require(answer["imageId"]))["tagSet/item/key"] == "a")
        let snapshots = try client.call("DescribeSnapshots", ["Filter.1.Name": "tag-key", "Filter.1.Value.1": "b"])
        #expect(snapshots.all("snapshotSet/item").count == 1)
        let code = try client.failure(
            "CreateImage",
            [
                "InstanceId": instance, "Name": "other", "TagSpecification.1.ResourceType": "volume",
                "TagSpecification.1.Tag.1.Key": "a",
            ]
        )
        #expect(code == "InvalidParameterValue")
    }

    @Test func reportsALaunchADayLater() throws {
        let image = try client.makeImage(name: "other", snapshotID: try completedSnapshot()).imageID
        _ = try client.makeInstance(of: image)
        client.wait(seconds: 86_399)
        #expect(try self.image(image)["lastLaunchedTime"] == nil)
        client.wait(seconds: 1)
        #expect(try self.image(image)["lastLaunchedTime"] != nil)
    }

    private func completedSnapshot() throws -> String {
        let snapshot = try client.makeSnapshot()
        client.wait(seconds: 600)
        return snapshot
    }
}
