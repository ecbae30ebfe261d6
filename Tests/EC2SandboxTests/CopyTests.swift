// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Testing

@Suite struct CopyTests {
    private let client: Client
    private let elsewhere: Client

    init() {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        client = Client(configuration: configuration)
        var elsewhere = Client(client.sandbox)
        elsewhere.region = "eu-west-1"
        self.elsewhere = elsewhere
    }

    private func completedSnapshot() throws -> String {
        let snapshot = try client.makeSnapshot()
        client.wait(seconds: 600)
        return snapshot
    }

    private func copy(_ id: String, _ more: [String: String] = [:]) -> SandboxResponse {
        let pairs = [("Action", "CopySnapshot"), ("SourceRegion", "us-east-1"), ("SourceSnapshotId", id)]
        let form = Client.form(pairs + more.map { ($0.key, $0.value) })
        let host = ["Host": "ec2.eu-west-1.amazonaws.com"]
        return client.sandbox.respond(to: SandboxRequest(headers: host, body: Array(form.utf8)))
    }

    private func code(_ answer: SandboxResponse) -> String? {
        Element.parse(answer.body)?["Errors/Error/Code"]
    }

    private func state(_ answer: SandboxResponse) throws -> Element {
        let copied = try #require(Element.parse(answer.body))
        let id = try #require(copied["snapshotId"])
        let listed = try elsewhere.call("DescribeSnapshots", ["SnapshotId.1": id])
        return try #require(listed.first("snapshotSet/item"))
    }

    @Test func copiesOnlyWhatIsCompletedIntoTheRegionThatIsAsked() throws {
        let pending = try client.makeSnapshot()
        #expect(code(copy(pending)) == "IncorrectState")
        client.wait(seconds: 600)
        let answer = copy(pending)
        #expect(try state(answer)["status"] == "pending")
        #expect(try state(answer)["volumeId"] == "vol-ffffffff")
        client.wait(seconds: 600)
        #expect(try state(answer)["status"] == "completed")
        let home = try client.call("DescribeSnapshots", ["Owner.1": "self"])
        #expect(home.texts("snapshotSet/item/snapshotId") == [pending])
    }

    @Test func holdsTwentyInFlight() throws {
        let source = try completedSnapshot()
        for _ in 1...20 { #expect(copy(source).status == 200) }
        #expect(code(copy(source)) == "ResourceLimitExceeded")
        client.wait(seconds: 600)
        #expect(copy(source).status == 200)
    }

    @Test(arguments: [
        ("alias/mine", "completed"), ("alias/forbidden", "error"),
        ("arn:aws:kms:us-east-1:123456789012:key/1", "error"),
        ("arn:aws:kms:eu-west-1:123456789012:key/1", "completed"),
    ])
    func judgesKeysLate(key: String, expected: String) throws {
        let answer = copy(try completedSnapshot(), ["Encrypted": "true", "KmsKeyId": key])
        #expect(answer.status == 200)
        #expect(try state(answer)["status"] == "pending")
        client.wait(seconds: 600)
        #expect(try state(answer)["status"] == expected)
        #expect(try (state(answer)["statusMessage"] != nil) == (expected == "error"))
    }

    @Test(arguments: [
        (["SourceRegion": "mars-north-1"], "InvalidParameterValue"),
        (["SourceSnapshotId": "snap-" + Client.unknownDigits], "InvalidSnapshot.NotFound"),
        (["Encrypted": "false"], "InvalidParameterValue"),
        (["KmsKeyId": "alias/mine"], "InvalidParameterDependency"),
    ])
    func refuses(change: [String: String], code: String) throws {
        let all = ["SourceRegion": "us-east-1", "SourceSnapshotId": try completedSnapshot()].merging(change) { $1 }
        let form = Client.form([("Action", "CopySnapshot")] + all.map { ($0.key, $0.value) })
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(form.utf8)))
        #expect(self.code(answer) == code)
    }

    @Test func copiesAnImageWithItsSnapshots() throws {
        let image = try client.makeImage(name: "web", snapshotID: try completedSnapshot()).imageID
        try client.call("CreateTags", ["ResourceId.1": image, "Tag.1.Key": "TEAM", "Tag.1.Value": "web"])
        let answer = try elsewhere.call(
            "CopyImage",
            ["SourceImageId": image, "SourceRegion": "us-east-1", "Name": "web", "CopyImageTags": "true"]
        )
        let id = try #require(answer["imageId"])
        client.wait(seconds: 600)
        let copy = try #require(try elsewhere.call("DescribeImages", ["ImageId.1": id]).first("imagesSet/item"))
        #expect(copy["imageState"] == "available")
        #expect(copy["sourceImageId"] == image)
        #expect(copy["sourceImageRegion"] == "us-east-1")
        #expect(copy["tagSet/item/value"] == "web")
        let snapshot = try #require(copy["blockDeviceMapping/item/ebs/snapshotId"])
        #expect(try elsewhere.failure("DeleteSnapshot", ["SnapshotId": snapshot]) == "InvalidSnapshot.InUse")
    }
}
