// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

@Suite struct ProtocolTests {
    private let client = Client()

    private func post(_ body: String) throws -> (status: Int, code: String?) {
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(body.utf8)))
        return (answer.status, try #require(Element.parse(answer.body))["Errors/Error/Code"])
    }

    @Test(arguments: [
        ("", "MissingAction"), ("Version=2016-11-15", "MissingAction"), ("Action=", "MissingAction"),
        ("Action=Fly", "InvalidAction"), ("Action=DescribeTags&x=1", "UnknownParameter"),
        ("Action=%", "MalformedQueryString"), ("Action=%4", "MalformedQueryString"), ("=1", "MalformedQueryString"),
        ("Action=DescribeTags&Action=DescribeTags", "MalformedQueryString"),
        ("Action=DescribeTags&a%00=1", "MalformedQueryString"), ("Action=DescribeTags&a=%FF", "MalformedQueryString"),
        ("Action=DescribeTags&a..b=1", "MalformedQueryString"), ("Action=DescribeTags&.=1", "MalformedQueryString"),
    ])
    func refusesMalformedRequests(body: String, code: String) throws {
        let answer = try post(body)
        #expect(answer.status == 400)
        #expect(answer.code == code)
    }

    @Test func boundsTheRequest() throws {
        #expect(try post("Action=" + String(repeating: "x", count: 3 << 20)).status == 413)
        let many = (1...30_000).map { "a\($0)=1" }.joined(separator: "&")
        #expect(try post(many).code == "MalformedQueryString")
        let deep = "Action=DescribeTags&" + Array(repeating: "a", count: 10_000).joined(separator: ".") + "=1"
        #expect(try post(deep).code == "MalformedQueryString")
    }

    @Test func readsPlusPercentAndUnicode() throws {
        let snapshot = try client.makeSnapshot()
        #expect(
            try post("Action=CreateTags&ResourceId.1=\(snapshot)&Tag.1.Key=a+b%2Bc%26&Tag.1.Value=%E5%80%A4%0D%0A").code
                == nil
        )
        let tags = try client.call("DescribeTags")
        #expect(tags["tagSet/item/key"] == "a b+c&")
        #expect(tags["tagSet/item/value"] == "値\r\n")
    }

    @Test func answersGETAsWell() throws {
        let request = SandboxRequest(method: "GET", target: "/?Action=DescribeRegions&RegionName.1=eu-west-1", body: [])
        let answer = client.sandbox.respond(to: request)
        #expect(try #require(Element.parse(answer.body)).texts("regionInfo/item/regionName") == ["eu-west-1"])
        let put = client.sandbox.respond(to: SandboxRequest(method: "PUT", body: []))
        #expect(put.status == 405)
    }

    @Test func keepsRegionsApart() throws {
        var elsewhere = client
        elsewhere.region = "ap-south-1"
        let image = try client.makeImage(name: "web").imageID
        #expect(try elsewhere.failure("DescribeImages", ["ImageId.1": image]) == "InvalidAMIID.NotFound")
        elsewhere.region = "mars-north-1"
        #expect(try elsewhere.failure("DescribeImages") == "AuthFailure")
    }

    @Test func logsEveryRequestWithItsOutcome() throws {
        let image = try client.makeImage(name: "web").imageID
        client.sandbox.clearLog()
        _ = client.send("DescribeImages", ["Owner.1": "self"])
        _ = client.send("DeregisterImage", ["ImageId": image, "DryRun": "true"])
        _ = client.send("DeregisterImage", ["ImageId": image])
        let log = client.sandbox.log
        #expect(log.map(\.action) == ["DescribeImages", "DeregisterImage", "DeregisterImage"])
        #expect(log.map(\.isMutating) == [false, true, true])
        #expect(log.map(\.outcome) == [.success, .failure(code: "DryRunOperation"), .success])
        #expect(log[2].parameters["ImageId"] == image)
        #expect(log[2].time == Client.start)
        #expect(Set(log.map(\.requestID)).count == 3)
    }

    /// Whatever comes in, one well-formed document goes out.
    @Test(arguments: 0..<8)
    func survivesAnything(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let account = SampleAccount.make(seed: 1, images: 60, now: Client.start)
        let sandbox = EC2Sandbox(account: account, clock: .held(at: Client.start))
        let values = sandbox.withRegion { region in
            region.images.prefix(5).map(\.id) + region.snapshots.prefix(5).map(\.id)
                + region.instances.prefix(3).map(\.id)
                + region.volumes.prefix(3).map(\.id) + region.launchTemplates.map(\.id)
        }
        let odd = [
            "", "1", "-1", "99999999999999999999", "true", "*", "\\", "self", "name", "all", "2026-12-01T00:00:00Z",
            "é&<>",
        ]
        let names = [
            "ImageId", "ImageId.1", "ImageId.1.x", "SnapshotId", "SnapshotId.1", "InstanceId", "InstanceId.1",
            "VolumeId",
            "Filter.1.Name", "Filter.1.Value.1", "MaxResults", "NextToken", "Name", "Tag.1.Key", "ResourceId.1",
            "TagSpecification.1.ResourceType", "TagSpecification.1.Tag.1.Key", "BlockDeviceMapping.1.DeviceName",
            "BlockDeviceMapping.1.Ebs.SnapshotId", "BlockDeviceMapping.1.Ebs.VolumeSize", "MinCount", "MaxCount",
            "SourceRegion", "SourceSnapshotId", "SourceImageId", "LaunchTemplateName", "LaunchTemplateData.ImageId",
            "LaunchTemplateId", "LaunchTemplateVersion.1", "DeprecateAt", "Attribute", "LaunchPermission.Add.1.UserId",
            "IncludeAllResourceTypes", "AvailabilityZone", "Size", "InstanceSpecification.InstanceId", "Owner.1",
        ]
        for _ in 0..<1000 {
            var pairs = [("Action", EC2Sandbox.actionNames.randomElement(using: &random) ?? "")]
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                let value = (Bool.random(using: &random) ? odd : values).randomElement(using: &random) ?? ""
                pairs.append((names.randomElement(using: &random) ?? "", value))
            }
            var body = Array(Client.form(pairs).utf8)
            if Int.random(in: 0..<5, using: &random) == 0, !body.isEmpty {
                body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let answer = sandbox.respond(to: SandboxRequest(body: body))
            let document = try #require(Element.parse(answer.body), "\(String(decoding: body, as: UTF8.self))")
            #expect((answer.status == 200) == (document["Errors/Error/Code"] == nil))
        }
    }
}
