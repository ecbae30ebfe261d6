// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

@Suite struct DeregisterImageTests {
    private let client = Client()

    @Test func deregistersOnceAndIsUnavailableAfterwards() throws {
        let image = try client.makeImage(name: "web")
        #expect(try client.call("DeregisterImage", ["ImageId": image.imageID])["return"] == "true")
        #expect(try client.failure("DeregisterImage", ["ImageId": image.imageID]) == "InvalidAMIID.Unavailable")
        #expect(try client.failure("DescribeImages", ["ImageId.1": image.imageID]) == "InvalidAMIID.Unavailable")
        #expect(try client.call("DescribeImages", ["Owner.1": "self"]).all("imagesSet/item").isEmpty)
        #expect(
            try client.call("DescribeSnapshots", ["SnapshotId.1": image.snapshotID]).all("snapshotSet/item").count == 1
        )
    }

    @Test func forgetsTheIDAfterAnHour() throws {
        let image = try client.makeImage(name: "web")
        try client.call("DeregisterImage", ["ImageId": image.imageID])
        client.wait(seconds: 3601)
        #expect(try client.failure("DeregisterImage", ["ImageId": image.imageID]) == "InvalidAMIID.NotFound")
    }

    @Test(arguments: [
        ("ami-" + Client.unknownDigits, "InvalidAMIID.NotFound"),
        ("ami-123", "InvalidAMIID.Malformed"),
        ("snap-" + Client.unknownDigits, "InvalidAMIID.Malformed"),
        ("ami-0123456789ABCDEF0", "InvalidAMIID.Malformed"),
        ("", "MissingParameter"),
    ])
    func refusesIDs(id: String, code: String) throws {
        #expect(try client.failure("DeregisterImage", ["ImageId": id]) == code)
    }

    @Test func refusesProtectedImagesUntilTheCooldownIsOver() throws {
        let image = try client.makeImage(name: "web").imageID
        try client.call("EnableImageDeregistrationProtection", ["ImageId": image, "WithCooldown": "true"])
        #expect(try client.failure("DeregisterImage", ["ImageId": image]) == "OperationNotPermitted")
        try client.call("DisableImageDeregistrationProtection", ["ImageId": image])
        #expect(try client.failure("DeregisterImage", ["ImageId": image]) == "OperationNotPermitted")
        let shown = try client.call("DescribeImages", ["ImageId.1": image])
        #expect(shown["imagesSet/item/deregistrationProtection"] == "enabled-with-cooldown")
        client.wait(seconds: 86_400)
        let later = try client.call("DescribeImages", ["ImageId.1": image])
        #expect(later["imagesSet/item/deregistrationProtection"] == "disabled")
        try client.call("DeregisterImage", ["ImageId": image])
    }

    @Test func endsProtectionWithoutCooldownAtOnce() throws {
        let image = try client.makeImage(name: "web").imageID
        try client.call("EnableImageDeregistrationProtection", ["ImageId": image])
        #expect(try client.failure("DeregisterImage", ["ImageId": image]) == "OperationNotPermitted")
        try client.call("DisableImageDeregistrationProtection", ["ImageId": image])
        try client.call("DeregisterImage", ["ImageId": image])
    }

    @Test func refusesStrangersImages() throws {
        let isPublic = put(ownerID: "999999999999", permissions: [.everybody])
        let isShared = put(ownerID: "999999999999", permissions: [.account("123456789012")])
        let isPrivate = put(ownerID: "999999999999", permissions: [])
        #expect(try client.failure("DeregisterImage", ["ImageId": isPublic]) == "AuthFailure")
        #expect(try client.failure("DeregisterImage", ["ImageId": isShared]) == "AuthFailure")
        #expect(try client.failure("DeregisterImage", ["ImageId": isPrivate]) == "InvalidAMIID.NotFound")
    }

    @Test func leavesImagesOfAWSBackupToAWSBackup() throws {
        let tag = ImageLifecycle.Tag(key: "aws:backup:source-resource", value: "i-0")
        let image = put(ownerID: "123456789012", permissions: [], tags: [tag])
        #expect(try client.failure("DeregisterImage", ["ImageId": image]) == "UnauthorizedOperation")
    }

    @Test func deletesAssociatedSnapshotsOnRequestButNotSharedOnes() throws {
        let first = try client.makeImage(name: "first")
        let second = try client.makeImage(name: "second", snapshotID: first.snapshotID)
        let deletes = ["DeleteAssociatedSnapshots": "true"] as KeyValuePairs
        let skipped = try client.call("DeregisterImage", ["ImageId": first.imageID, deletes[0].key: deletes[0].value])
        #expect(skipped["deleteSnapshotResultSet/item/snapshotId"] == first.snapshotID)
        #expect(skipped["deleteSnapshotResultSet/item/returnCode"] == "skipped")
        let done = try client.call("DeregisterImage", ["ImageId": second.imageID, deletes[0].key: deletes[0].value])
        #expect(done["deleteSnapshotResultSet/item/returnCode"] == "success")
        #expect(
            try client.failure("DescribeSnapshots", ["SnapshotId.1": first.snapshotID]) == "InvalidSnapshot.NotFound"
        )
    }

    @Test func freesTheName() throws {
        let image = try client.makeImage(name: "web").imageID
        #expect(try client.failure("RegisterImage", Self.registration("web")) == "InvalidAMIName.Duplicate")
        try client.call("DeregisterImage", ["ImageId": image])
        try client.makeImage(name: "web")
    }

    private static func registration(_ name: String) -> KeyValuePairs<String, String> {
        ["Name": name, "BlockDeviceMapping.1.DeviceName": "/dev/sda1", "BlockDeviceMapping.1.Ebs.VolumeSize": "8"]
    }

    private func put(ownerID: String, permissions: [LaunchPermission], tags: [ImageLifecycle.Tag] = []) -> String {
        client.sandbox.withRegion { region in
            var image = ImageRecord(
                id: "ami-0000000000000000\(region.images.count)",
                ownerID: ownerID,
                name: "stranger",
                creationDate: Client.start,
                tags: tags
            )
            image.launchPermissions = permissions
            region.put(image)
            return image.id
        }
    }
}
