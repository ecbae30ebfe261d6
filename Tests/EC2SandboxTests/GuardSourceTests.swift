// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import Testing

/// Everything besides EC2's own references that may need an image or a snapshot.
@Suite struct GuardSourceTests {
    private let client = Client()

    private func query(_ pairs: [(String, String)]) throws -> Element {
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(Client.form(pairs).utf8)))
        return try #require(Element.parse(answer.body))
    }

    private func parameterStore(_ action: String, _ body: String) throws -> (status: Int, body: JSONValue) {
        let headers = ["X-Amz-Target": "AmazonSSM.\(action)", "Content-Type": "application/x-amz-json-1.1"]
        let answer = client.sandbox.respond(to: SandboxRequest(headers: headers, body: Array(body.utf8)))
        return (answer.status, try JSONValue(parsing: answer.body))
    }

    @Test func listsAutoScalingGroupsWithWhatTheyLaunch() throws {
        let reference = LaunchTemplateReference(id: "lt-1", name: "web", version: "3")
        let other = LaunchTemplateReference(id: "lt-2", name: "arm")
        client.sandbox.withRegion { region in
            region.put(AutoScalingGroupRecord(id: "a", source: .launchTemplate(reference), createdTime: region.now))
            region.put(AutoScalingGroupRecord(id: "b", source: .launchConfiguration("old"), createdTime: region.now))
            let overrides = [
                AutoScalingGroupRecord.Override(instanceType: "m7g.large", launchTemplate: other),
                AutoScalingGroupRecord.Override(instanceType: "m7i.large", imageID: "ami-1"),
            ]
            let source = AutoScalingGroupRecord.Source.mixedInstances(reference, overrides: overrides)
            region.put(AutoScalingGroupRecord(id: "c", source: source, createdTime: region.now))
        }
        let version = ("Version", "2011-01-01")
        let first = try query([("Action", "DescribeAutoScalingGroups"), version, ("MaxRecords", "2")])
        let list = "DescribeAutoScalingGroupsResult/AutoScalingGroups/member"
        #expect(first.texts("\(list)/AutoScalingGroupName") == ["a", "b"])
        #expect(first["\(list)/LaunchTemplate/Version"] == "3")
        #expect(first["\(list)/LaunchConfigurationName"] == "old")
        let token = try #require(first["DescribeAutoScalingGroupsResult/NextToken"])
        let second = try query([
            ("Action", "DescribeAutoScalingGroups"), version, ("MaxRecords", "2"), ("NextToken", token),
        ])
        let mixed = "\(list)/MixedInstancesPolicy/LaunchTemplate"
        #expect(second["\(mixed)/LaunchTemplateSpecification/LaunchTemplateId"] == "lt-1")
        #expect(second.texts("\(mixed)/Overrides/member/LaunchTemplateSpecification/LaunchTemplateId") == ["lt-2"])
        #expect(second.texts("\(mixed)/Overrides/member/ImageId") == ["ami-1"])
        #expect(second["DescribeAutoScalingGroupsResult/NextToken"] == nil)
        let wrong = try query([("Action", "DescribeAutoScalingGroups"), version, ("MaxRecords", "0")])
        #expect(wrong["Error/Code"] == "InvalidParameterValue")
    }

    @Test func listsLaunchConfigurations() throws {
        client.sandbox.withRegion { region in
            region.put(LaunchConfigurationRecord(id: "old", imageID: "ami-1", createdTime: region.now))
        }
        let answer = try query([("Action", "DescribeLaunchConfigurations"), ("Version", "2011-01-01")])
        #expect(answer["DescribeLaunchConfigurationsResult/LaunchConfigurations/member/ImageId"] == "ami-1")
    }

    @Test func saysWhoseAccountItIs() throws {
        let answer = try query([("Action", "GetCallerIdentity"), ("Version", "2011-06-15")])
        #expect(answer["GetCallerIdentityResult/Account"] == "123456789012")
    }

    @Test func readsAndWritesParameters() throws {
        let image = try client.makeImage(name: "web").imageID
        let put = try parameterStore(
            "PutParameter",
            #"{"Name":"/web/ami","Value":"\#(image)","DataType":"aws:ec2:image"}"#
        )
        #expect(put.body.object?["Version"]?.integer == 1)
        let again = try parameterStore("PutParameter", #"{"Name":"/web/ami","Value":"x"}"#)
        #expect(again.status == 400)
        #expect(again.body.object?["__type"]?.string == "ParameterAlreadyExists")
        let got = try parameterStore("GetParameters", #"{"Names":["/web/ami","/none"]}"#)
        #expect(got.body.object?["Parameters"]?.array?.first?.object?["Value"]?.string == image)
        #expect(got.body.object?["InvalidParameters"]?.array == [.string("/none")])
        let path = try parameterStore("GetParametersByPath", #"{"Path":"/web"}"#)
        #expect(path.body.object?["Parameters"]?.array?.count == 1)
        #expect(client.sandbox.log.map(\.isMutating).suffix(4) == [true, true, false, false])
    }

    @Test(arguments: [
        ("GetParameter", "{}", "ValidationException"), ("GetParameter", #"{"Name":"x"}"#, "ParameterNotFound"),
        ("GetParameter", "nonsense", "SerializationException"), ("Fly", "{}", "InvalidAction"),
        ("DescribeParameters", #"{"NextToken":"x"}"#, "InvalidNextToken"),
        ("PutParameter", #"{"Name":"a","Value":"ami-1","DataType":"aws:ec2:image"}"#, "InvalidAMIID.Malformed"),
    ])
    func refusesWrongParameterRequests(action: String, body: String, code: String) throws {
        let answer = try parameterStore(action, body)
        #expect(answer.status == 400)
        #expect(answer.body.object?["__type"]?.string == code)
    }

    @Test func locksSnapshots() throws {
        let id = try client.makeSnapshot()
        try client.call("LockSnapshot", ["SnapshotId": id, "LockMode": "governance", "LockDuration": "2"])
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": id]) == "OperationNotPermitted")
        let listed = try client.call("DescribeLockedSnapshots")
        #expect(listed["snapshotSet/item/lockState"] == "governance")
        try client.call("UnlockSnapshot", ["SnapshotId": id])
        try client.call("LockSnapshot", ["SnapshotId": id, "LockMode": "compliance", "LockDuration": "2"])
        #expect(try client.failure("UnlockSnapshot", ["SnapshotId": id]) == "OperationNotPermitted")
        let shorter: KeyValuePairs = ["SnapshotId": id, "LockMode": "compliance", "LockDuration": "1"]
        #expect(try client.failure("LockSnapshot", shorter) == "OperationNotPermitted")
        client.wait(seconds: 2 * 86_400)
        #expect(try client.call("DescribeLockedSnapshots")["snapshotSet/item/lockState"] == "expired")
        try client.call("DeleteSnapshot", ["SnapshotId": id])
    }

    @Test func bringsBackWhatARuleOfTheRecycleBinHolds() throws {
        let keep = ImageLifecycle.Tag(key: "DELETEON", value: "yes")
        client.sandbox.withRegion {
            $0.recycleRules = [
                RecycleRule(.images, retentionDays: 7, tag: keep), RecycleRule(.snapshots, retentionDays: 7),
            ]
        }
        let image = try client.makeImage(name: "web")
        let other = try client.makeImage(name: "other")
        try client.call("CreateTags", ["ResourceId.1": image.imageID, "Tag.1.Key": "DELETEON", "Tag.1.Value": "yes"])
        for each in [image, other] {
            try client.call("DeregisterImage", ["ImageId": each.imageID, "DeleteAssociatedSnapshots": "true"])
        }
        let binned = { try client.call("ListImagesInRecycleBin").texts("imageSet/item/imageId") }
        #expect(try binned() == [image.imageID])
        #expect(try client.call("ListSnapshotsInRecycleBin").texts("snapshotSet/item/snapshotId").count == 2)
        let restore: KeyValuePairs = ["ImageId": image.imageID]
        #expect(try client.failure("RestoreImageFromRecycleBin", restore) == "InvalidSnapshot.NotFound")
        try client.call("RestoreSnapshotFromRecycleBin", ["SnapshotId": image.snapshotID])
        try client.call("RestoreImageFromRecycleBin", restore)
        #expect(
            try client.call("DescribeImages", ["ImageId.1": image.imageID])["imagesSet/item/imageState"] == "available"
        )
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": image.snapshotID]) == "InvalidSnapshot.InUse")
        client.wait(seconds: 4000)
        #expect(try client.call("DescribeImages", ["ImageId.1": image.imageID])["imagesSet/item/name"] == "web")
        client.wait(seconds: 8 * 86_400)
        #expect(try client.call("ListSnapshotsInRecycleBin").texts("snapshotSet/item").isEmpty)
    }

    @Test func reportsUseInOtherAccountsLater() throws {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        let client = Client(configuration: configuration)
        let snapshot = try client.makeSnapshot()
        client.wait(seconds: 600)
        let image = try client.makeImage(name: "web", snapshotID: snapshot).imageID
        client.sandbox.withRegion {
            $0.foreignUsage = [ForeignUsage(imageID: image, accountID: "111111111111", count: 3)]
        }
        let report = try #require(
            try client.call(
                "CreateImageUsageReport",
                ["ImageId": image, "ResourceType.1.ResourceType": "ec2:Instance"]
            )["reportId"]
        )
        let entries = { try client.call("DescribeImageUsageReportEntries", ["ReportId.1": report]) }
        let state = {
            try client.call("DescribeImageUsageReports", ["ReportId.1": report])["imageUsageReportSet/item/state"]
        }
        #expect(try state() == "pending")
        #expect(try entries().all("imageUsageReportEntrySet/item").isEmpty)
        client.wait(seconds: 300)
        #expect(try state() == "available")
        #expect(try entries()["imageUsageReportEntrySet/item/accountId"] == "111111111111")
        #expect(try entries()["imageUsageReportEntrySet/item/usageCount"] == "3")
    }

    @Test func archivesOnlySnapshotsNoLivingImageNeeds() throws {
        let image = try client.makeImage(name: "web")
        let archive: KeyValuePairs = ["SnapshotId": image.snapshotID, "StorageTier": "archive"]
        #expect(try client.failure("ModifySnapshotTier", archive) == "InvalidSnapshot.InUse")
        try client.call("DisableImage", ["ImageId": image.imageID])
        try client.call("ModifySnapshotTier", archive)
        let tiers = try client.call("DescribeSnapshotTierStatus")
        #expect(tiers["snapshotTierStatusSet/item/storageTier"] == "archive")
        #expect(tiers["snapshotTierStatusSet/item/lastTieringOperationStatus"] == "archival-completed")
    }

    @Test func tellsFastRestoresAndAncestry() throws {
        let parent = try client.makeImage(name: "parent")
        let fast: KeyValuePairs = ["SourceSnapshotId.1": parent.snapshotID, "AvailabilityZone.1": "us-east-1a"]
        try client.call("EnableFastSnapshotRestores", fast)
        let restores = try client.call("DescribeFastSnapshotRestores")
        #expect(restores.texts("fastSnapshotRestoreSet/item/snapshotId") == [parent.snapshotID])
        try client.call("DisableFastSnapshotRestores", fast)
        #expect(try client.call("DescribeFastSnapshotRestores").texts("fastSnapshotRestoreSet/item").isEmpty)
        let instance = try client.makeInstance(of: parent.imageID)
        let child = try #require(try client.call("CreateImage", ["InstanceId": instance, "Name": "child"])["imageId"])
        let chain = try client.call("GetImageAncestry", ["ImageId": child])
        #expect(chain.texts("imageAncestryEntrySet/item/imageId") == [child, parent.imageID])
    }
}
