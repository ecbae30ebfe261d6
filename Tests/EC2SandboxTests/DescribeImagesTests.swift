// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

@Suite struct DescribeImagesTests {
    private let client = Client()

    private func names(_ parameters: KeyValuePairs<String, String>) throws -> [String] {
        try client.call("DescribeImages", parameters).texts("imagesSet/item/name").sorted()
    }

    private func put(
        _ name: String,
        owner: String = "123456789012",
        tags: [ImageLifecycle.Tag] = [],
        _ change: (inout ImageRecord) -> Void = { _ in }
    ) {
        client.sandbox.withRegion { region in
            let digits = String(region.images.count, radix: 16)
            let id = "ami-" + String(repeating: "0", count: 17 - digits.count) + digits
            var image = ImageRecord(id: id, ownerID: owner, name: name, creationDate: Client.start, tags: tags)
            change(&image)
            region.put(image)
        }
    }

    @Test func scopesByOwner() throws {
        put("mine")
        put("public", owner: "999999999999") { $0.launchPermissions = [.everybody] }
        put("shared", owner: "888888888888") { $0.launchPermissions = [.account("123456789012")] }
        put("private", owner: "777777777777")
        put("amazon", owner: "137112412989") {
            $0.ownerAlias = "amazon"
            $0.launchPermissions = [.everybody]
        }
        #expect(try names([:]) == ["amazon", "mine", "public", "shared"])
        #expect(try names(["Owner.1": "self"]) == ["mine"])
        #expect(try names(["Owner.1": "amazon"]) == ["amazon"])
        #expect(try names(["Owner.1": "self", "Owner.2": "888888888888"]) == ["mine", "shared"])
        #expect(try names(["ExecutableBy.1": "self"]) == ["shared"])
        #expect(try names(["ExecutableBy.1": "all"]) == ["amazon", "public"])
    }

    @Test func showsDisabledAndDeprecatedImagesByTheirOwnRules() throws {
        put("plain")
        put("disabled") { $0.state = .disabled }
        put("deprecated") { $0.deprecationTime = Client.start.addingTimeInterval(-1) }
        put("old-public", owner: "999999999999") {
            $0.launchPermissions = [.everybody]
            $0.deprecationTime = Client.start.addingTimeInterval(-1)
        }
        #expect(try names([:]) == ["deprecated", "plain"])
        #expect(try names(["IncludeDisabled": "true"]) == ["deprecated", "disabled", "plain"])
        #expect(try names(["IncludeDeprecated": "true"]) == ["deprecated", "old-public", "plain"])
    }

    @Test(arguments: [
        ("name", ["web-*"], ["web-1", "web-22"]),
        ("name", ["web-?"], ["web-1"]),
        ("name", ["web-1", "d\\*b"], ["d*b", "web-1"]),
        ("name", ["WEB-1"], []),
        ("tag:TEAM", ["web"], ["web-1", "web-22"]),
        ("tag:TEAM", ["*"], ["d*b", "web-1", "web-22"]),
        ("tag-key", ["DELETE*"], ["web-1"]),
        ("block-device-mapping.snapshot-id", ["snap-1"], ["d*b"]),
        ("block-device-mapping.volume-size", ["8"], ["d*b"]),
        ("creation-date", ["2026-09-21T*"], ["d*b", "dxb", "web-1", "web-22"]),
        ("state", ["disabled"], []),
        ("is-public", ["true"], []),
        ("owner-id", ["123456789012"], ["d*b", "dxb", "web-1", "web-22"]),
    ])
    func filters(name: String, values: [String], expected: [String]) throws {
        put("web-1", tags: [.init(key: "TEAM", value: "web"), .init(key: "DELETEON", value: "yes")])
        put("web-22", tags: [.init(key: "TEAM", value: "web")])
        put("dxb")
        put("d*b", tags: [.init(key: "TEAM", value: "data")]) {
            let ebs = DeviceMapping.EBS(snapshotID: "snap-1", sizeGiB: 8)
            $0.devices = [DeviceMapping(deviceName: "/dev/xvda", ebs: ebs)]
        }
        let pairs =
            [("Filter.1.Name", name)] + values.enumerated().map { ("Filter.1.Value.\($0.offset + 1)", $0.element) }
        let answer = client.sandbox.respond(
            to: SandboxRequest(body: Array(Client.form([("Action", "DescribeImages")] + pairs).utf8))
        )
        let document = try #require(Element.parse(answer.body))
        #expect(document.texts("imagesSet/item/name").sorted() == expected)
    }

    @Test(arguments: [
        (["Filter.1.Name": "nmae", "Filter.1.Value.1": "x"], "InvalidParameterValue"),
        (["Filter.1.Name": "name"], "InvalidParameterValue"),
        (["Filter.1.Value.1": "x"], "MissingParameter"),
        (["Filter.1.Name": "name", "Filter.1.Values.1": "x"], "UnknownParameter"),
        (["MaxResults": "0"], "InvalidParameterValue"),
        (["MaxResults": "ten"], "InvalidParameterValue"),
        (["MaxResults": "10", "ImageId.1": "ami-00000000000000000"], "InvalidParameterCombination"),
        (["NextToken": "nonsense"], "InvalidPaginationToken"),
        (["ImageId.1": "ami-00000000000000000"], "InvalidAMIID.NotFound"),
        (["ImageId.1": "web"], "InvalidAMIID.Malformed"),
        (["Owners.1": "self"], "UnknownParameter"),
        (["Owner.self": "self"], "UnknownParameter"),
        (["IncludeDisabled": "maybe"], "InvalidParameterValue"),
        (["DryRun": "true"], "DryRunOperation"),
    ])
    func refusesWrongRequests(parameters: [String: String], code: String) throws {
        let pairs = [("Action", "DescribeImages")] + parameters.map { ($0.key, $0.value) }
        let answer = client.sandbox.respond(to: SandboxRequest(body: Array(Client.form(pairs).utf8)))
        #expect(try #require(Element.parse(answer.body))["Errors/Error/Code"] == code)
    }

    /// The promise of pagination, for any page size and whatever is deregistered on the way.
    @Test(arguments: 0..<16)
    func listsEachImageOnce(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let account = SampleAccount.make(seed: 1, images: Int.random(in: 1...150, using: &random), now: Client.start)
        let client = Client(EC2Sandbox(account: account, clock: .held(at: Client.start)))
        let size = Int.random(in: 1...60, using: &random)
        var all = try client.call("DescribeImages", ["Owner.1": "self"]).texts("imagesSet/item/imageId")
        var seen: [String] = []
        var token: String?
        repeat {
            let parameters: KeyValuePairs = ["Owner.1": "self", "MaxResults": "\(size)", "NextToken": token ?? ""]
            let page = try client.call("DescribeImages", parameters)
            let ids = page.texts("imagesSet/item/imageId")
            #expect(ids.count <= size)
            seen += ids
            token = page["nextToken"]
            if token != nil { #expect(ids.count == size) }
            if Bool.random(using: &random), let victim = ids.randomElement(using: &random) {
                // A page already seen loses one; the rest must neither repeat nor go missing.
                _ = client.send("DeregisterImage", ["ImageId": victim])
            }
        } while token != nil
        all.sort()
        #expect(seen.sorted() == all)
    }

    @Test func bindsATokenToItsRequest() throws {
        for number in 1...12 { put("web-\(number)") }
        let page = try client.call("DescribeImages", ["Owner.1": "self", "MaxResults": "5"])
        let token = try #require(page["nextToken"])
        #expect(
            try client.failure("DescribeImages", ["MaxResults": "5", "NextToken": token]) == "InvalidPaginationToken"
        )
        let other = try client.failure("DescribeSnapshots", ["MaxResults": "5", "NextToken": token])
        #expect(other == "InvalidPaginationToken")
    }

    @Test func lagsBehindWhenAskedTo() throws {
        var configuration = SandboxConfiguration()
        configuration.consistencyLagSeconds = 10
        let client = Client(configuration: configuration)
        let snapshot = try client.makeSnapshot()
        #expect(try client.failure("DescribeSnapshots", ["SnapshotId.1": snapshot]) == "InvalidSnapshot.NotFound")
        client.wait(seconds: 10)
        let image = try client.makeImage(name: "web", snapshotID: snapshot).imageID
        let listed = { try client.call("DescribeImages", ["Owner.1": "self"]).texts("imagesSet/item/imageState") }
        #expect(try listed() == [])
        client.wait(seconds: 10)
        #expect(try listed() == ["available"])
        try client.call("DeregisterImage", ["ImageId": image])
        #expect(try listed() == ["available"])
        #expect(try client.failure("DeregisterImage", ["ImageId": image]) == "InvalidAMIID.Unavailable")
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": snapshot]) == "InvalidSnapshot.InUse")
        client.wait(seconds: 10)
        #expect(try listed() == [])
        try client.call("DeleteSnapshot", ["SnapshotId": snapshot])
        #expect(try client.failure("DeleteSnapshot", ["SnapshotId": snapshot]) == "InvalidSnapshot.NotFound")
        #expect(try client.call("DescribeSnapshots").texts("snapshotSet/item/snapshotId") == [snapshot])
        client.wait(seconds: 10)
        #expect(try client.call("DescribeSnapshots").texts("snapshotSet/item/snapshotId") == [])
    }
}
