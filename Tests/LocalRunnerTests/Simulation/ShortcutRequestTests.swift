// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import Testing

/// What a worker asks about single resources, and what it makes, is the same with and without XML, refusals included.
@Suite struct ShortcutRequestTests {
    private let account: Account
    private let now = Date(timeIntervalSince1970: 1_790_000_000.75)
    private let client: any EC2
    private let shortcut: any EC2
    private let sandbox: EC2Sandbox

    init() {
        account = SampleAccount.make(seed: 3, images: 300, now: now)
        sandbox = EC2Sandbox(account: account, clock: .held(at: now))
        client = Stage(sandbox).client()
        shortcut = ShortcutEC2(sandbox: sandbox, region: "us-east-1", client: Stage(sandbox).client())
    }

    private var unknown: [String] { ["1234567890abcdef0", "nothing", "", "0123456789ABCDEF0"] }

    @Test func findsTheSameInstances() async throws {
        let all = try await client.describeInstances(DescribeInstancesRequest()).items.map(\.instanceID)
        try #require(all.count > 3)
        let strange = unknown.map { [all[1], "i-\($0)"] } + [[""]]
        for ids in [Array(all.prefix(1)), all, [all[2], all[0], all[2]]] + strange {
            var request = DescribeInstancesRequest()
            request.instanceIDs = ids
            let found = try await same { try await $0.describeInstances(request).items }
            #expect(found == nil || found?.map(\.instanceID) == ids)
        }
        for filter in [Filter("instance-id", Array(all.prefix(2))), Filter("instance-state-name", ["run*"])] {
            var request = DescribeInstancesRequest()
            request.filters = [filter]
            #expect(try await same { try await $0.describeInstances(request).items }?.isEmpty == false)
        }
    }

    @Test func findsTheSameVolumes() async throws {
        let all = try await client.describeVolumes(DescribeVolumesRequest()).items.map(\.volumeID)
        try #require(all.count > 3)
        for ids in [Array(all.prefix(2)), [all[1], all[1]]] + unknown.map({ [all[1], "vol-\($0)"] }) {
            var request = DescribeVolumesRequest()
            request.volumeIDs = ids
            try await same { try await $0.describeVolumes(request).items }
            request = DescribeVolumesRequest()
            request.filters = [Filter("volume-id", ids)]
            #expect(try await same { try await $0.describeVolumes(request).items }?.isEmpty == false)
        }
    }

    @Test func findsTheSameImagesAndSnapshots() async throws {
        let images = try await client.describeImages(DescribeImagesRequest()).items
        let snapshots = try await client.describeSnapshots(DescribeSnapshotsRequest()).items.map(\.snapshotID)
        let (image, other) = (images[0], images[1])
        try await client.deregisterImage(images[2].imageID)
        for ids in [[other.imageID, image.imageID, other.imageID], [image.imageID, images[2].imageID], ["ami-"]] {
            var request = DescribeImagesRequest()
            request.imageIDs = ids
            let found = try await same { try await $0.describeImages(request).items }
            #expect(found == nil || found?.map(\.imageID) == ids)
        }
        let tag = try #require(image.tags.first)
        let filters = [
            Filter("name", [Filter.literal(image.name ?? "")]), Filter("image-id", [other.imageID, image.imageID]),
            Filter("tag:\(tag.key)", [Filter.literal(tag.value)]), Filter("tag:nobody", ["has", "it"]),
            Filter("block-device-mapping.snapshot-id", image.snapshotIDs + other.snapshotIDs),
        ]
        for filter in filters {
            var request = DescribeImagesRequest()
            request.filters = [filter]
            try await same { try await $0.describeImages(request).items }
        }
        for ids in [[snapshots[1], snapshots[0], snapshots[1]]] + unknown.map({ [snapshots[0], "snap-\($0)"] }) {
            var request = DescribeSnapshotsRequest()
            request.snapshotIDs = ids
            try await same { try await $0.describeSnapshots(request).items }
            request = DescribeSnapshotsRequest()
            request.filters = [Filter("snapshot-id", ids)]
            #expect(try await same { try await $0.describeSnapshots(request).items }?.isEmpty == false)
        }
    }

    @Test(arguments: [
        Filter("colour", ["red"]), Filter("name", []), Filter("", ["red"]),
        Filter("name", Array(repeating: "x", count: 201)),
    ])
    func refusesTheSameFilters(_ filter: Filter) async throws {
        var images = DescribeImagesRequest()
        images.filters = [Filter("name", ["*"]), filter]
        #expect(try await same { try await $0.describeImages(images).items } == nil)
        var volumes = DescribeVolumesRequest()
        volumes.filters = images.filters.map { Filter($0.name == "name" ? "volume-id" : $0.name, $0.values) }
        #expect(try await same { try await $0.describeVolumes(volumes).items } == nil)
    }

    @Test(arguments: [0, 4, 5, 1000, 1001])
    func refusesTheSameSizesOfPages(_ size: Int) async throws {
        var images = DescribeImagesRequest()
        images.maxResults = size
        try await same { try await $0.describeImages(images).items }
        var instances = DescribeInstancesRequest()
        instances.maxResults = size
        try await same { try await $0.describeInstances(instances).items }
        var references = DescribeImageReferencesRequest(imageIDs: ["ami-1234567890abcdef0"])
        references.maxResults = size
        try await same { try await $0.describeImageReferences(references).items }
    }

    @Test func takesATokenForItsOwnListingOnly() async throws {
        var request = DescribeImagesRequest()
        request.maxResults = 7
        request.nextToken = try await shortcut.describeImages(request).nextToken
        try #require(request.nextToken != nil)
        request.maxResults = 9
        #expect(try await shortcut.describeImages(request).items.count == 9)
        request.filters = [Filter("tag-key", ["TEAM"])]
        #expect(await outcome { _ = try await shortcut.describeImages(request) } == "InvalidPaginationToken")
        var snapshots = DescribeSnapshotsRequest()
        snapshots.nextToken = request.nextToken
        #expect(await outcome { _ = try await shortcut.describeSnapshots(snapshots) } == "InvalidPaginationToken")
    }

    @Test func findsTheSameReferences() async throws {
        let images = try await client.describeImages(DescribeImagesRequest()).items.map(\.imageID)
        var found = 0
        for start in stride(from: 0, to: images.count, by: 10) {
            var request = DescribeImageReferencesRequest(imageIDs: Array(images[start...].prefix(10)))
            for depth in [nil, 1, 10_000, 0, 10_001] {
                request.launchTemplateVersionDepth = depth
                found += try await same { try await $0.describeImageReferences(request).items }?.count ?? 0
            }
        }
        #expect(found > 0)
        for ids in [[], Array(images.prefix(11)), [images[0], "ami-nothing"]] {
            let request = DescribeImageReferencesRequest(imageIDs: ids)
            #expect(try await same { try await $0.describeImageReferences(request).items } == nil)
        }
    }

    @Test func tellsTheSamePermissions() async throws {
        let snapshots = try await client.describeSnapshots(DescribeSnapshotsRequest()).items.map(\.snapshotID)
        sandbox.withRegion { region in
            for (id, accounts) in zip(snapshots, [["all"], ["111122223333", "all", "444455556666"], []]) {
                guard var snapshot = region.snapshots[id] else { continue }
                snapshot.sharedWith = accounts
                region.put(snapshot)
            }
        }
        let asked = snapshots.prefix(4) + unknown.map { "snap-\($0)" } + [""]
        var answers: [[LaunchPermission]?] = []
        for id in asked { answers.append(try await same { try await $0.describeVolumePermissions(of: id) }) }
        #expect(answers.prefix(3).map { $0?.count } == [1, 3, 0])
        #expect(answers[1]?.contains(.everybody) == true)
    }

    @Test func tellsTheSameOfTheRecycleBin() async throws {
        let images = Array(try await client.describeImages(DescribeImagesRequest()).items.prefix(40))
        sandbox.withRegion { region in
            region.recycleRules = [RecycleRule(.images, retentionDays: 7), RecycleRule(.snapshots, retentionDays: 3)]
        }
        for image in images {
            try? await client.deregisterImage(image.imageID)
            for id in image.snapshotIDs { try? await client.deleteSnapshot(id) }
        }
        let imageIDs = images.map(\.imageID) + ["ami-nothing"]
        let snapshotIDs = images.flatMap(\.snapshotIDs) + ["snap-nothing"]
        #expect(try await same { try await $0.listImagesInRecycleBin(imageIDs) }?.isEmpty == false)
        #expect(try await same { try await $0.listSnapshotsInRecycleBin(snapshotIDs) }?.isEmpty == false)
        #expect(try await same { try await $0.listImagesInRecycleBin(["ami-nothing"]) } == [:])
    }

    @Test func makesTheSameImages() async throws {
        let instances = try await client.describeInstances(DescribeInstancesRequest()).items
        let instance = try #require(instances.first { $0.state == "running" && !$0.blockDeviceMappings.isEmpty })
        let device = try #require(instance.blockDeviceMappings.first?.deviceName)
        let taken = try #require(try await client.describeImages(DescribeImagesRequest()).items.first?.name)
        var requests = [CreateImageRequest(instanceID: instance.instanceID, name: "plain")]
        func add(_ name: String, of id: String? = nil, _ change: (inout CreateImageRequest) -> Void = { _ in }) {
            var request = CreateImageRequest(instanceID: id ?? instance.instanceID, name: name)
            change(&request)
            requests.append(request)
        }
        add("described") { $0.description = "a & b < c" }
        add("tagged") { $0.tags = [Tag(key: "a", value: ""), Tag(key: "b", value: "1")] }
        add("without") { $0.excludedDeviceNames = [device] }
        add("twice") { $0.excludedDeviceNames = [device, device] }
        add("nameless") { $0.excludedDeviceNames = [""] }
        add("same tags") { $0.tags = [Tag(key: "a", value: ""), Tag(key: "a", value: "1")] }
        add("no key") { $0.tags = [Tag(key: "b", value: ""), Tag(key: "", value: "1")] }
        add("reserved") { $0.tags = [Tag(key: "aws:a", value: "")] }
        for name in [taken, "", "a", "wr*ng"] { add(name) }
        for id in unknown { add("of nobody", of: "i-\(id)") }
        add("of nothing", of: "")
        for request in requests {
            // Each in an account of its own, so that both make theirs of the same state.
            let worlds = (0..<2).map { _ in EC2Sandbox(account: account, clock: .held(at: now)) }
            let clients = worlds.map { Stage($0).client() as any EC2 }
            let direct = ShortcutEC2(sandbox: worlds[1], region: "us-east-1", client: clients[1])
            let expected = await outcome { try await clients[0].createImage(request) }
            #expect(await outcome { try await direct.createImage(request) } == expected, "\(request)")
            #expect(expected.hasPrefix("ami-") == ["plain", "described", "tagged", "without"].contains(request.name))
            let listing = DescribeImagesRequest()
            let made = try await clients[1].describeImages(listing).items
            #expect(made == (try await clients[0].describeImages(listing).items))
        }
    }

    /// What both answer; nil when both refuse, and fails when they do not do so alike.
    @discardableResult
    private func same<Answer: Equatable>(
        _ ask: (any EC2) async throws -> Answer
    ) async throws -> Answer? {
        var answers: [Answer?] = []
        var errors: [String] = []
        for ec2 in [client, shortcut] {
            do {
                answers.append(try await ask(ec2))
                errors.append("")
            } catch let error as EC2Error {
                answers.append(nil)
                errors.append("\(error.code ?? "") \(error.message) \(error.httpStatus ?? 0) \(error.action)")
            }
        }
        #expect(answers[1] == answers[0])
        #expect(errors[1] == errors[0])
        return answers[0]
    }

    /// The answer, or the code of the refusal.
    private func outcome<Answer>(_ ask: () async throws -> Answer) async -> String {
        do {
            return "\(try await ask())"
        } catch {
            return (error as? EC2Error)?.code ?? "\(error)"
        }
    }
}
