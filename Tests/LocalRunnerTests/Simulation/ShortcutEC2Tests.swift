// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import Testing

/// The shortcut past XML gives what the real client gives.
@Suite struct ShortcutEC2Tests {
    private let sandbox: EC2Sandbox
    private let client: any EC2
    private let shortcut: any EC2

    init() {
        let now = Date(timeIntervalSince1970: 1_790_000_000.75)
        sandbox = EC2Sandbox(account: SampleAccount.make(seed: 3, images: 300, now: now), clock: .held(at: now))
        let stage = Stage(sandbox)
        client = stage.client()
        shortcut = ShortcutEC2(sandbox: sandbox, region: "us-east-1", client: stage.client())
    }

    @Test(arguments: [
        [], [Filter("tag-key", ["TEAM", "*"])], [Filter("tag:DELETEON", ["yes"])],
        [Filter("name", ["*web*", "c?eckout*"])],
        [Filter("state", ["disabled"])], [Filter("tag:DELETEON", ["yes"]), Filter("architecture", ["x86_64"])],
    ])
    func listsTheSameImages(_ filters: [Filter]) async throws {
        for size in [1000, 7] {
            for includesDisabled in [true, false] {
                var request = DescribeImagesRequest()
                request.filters = filters
                request.maxResults = size
                request.includeDisabled = includesDisabled
                let expected = try await pages {
                    request.nextToken = $0; return try await client.describeImages(request)
                }
                let found = try await pages {
                    request.nextToken = $0; return try await shortcut.describeImages(request)
                }
                #expect(found == expected)
            }
        }
    }

    @Test func listsTheSameImagesOfStrangersAndByID() async throws {
        var request = DescribeImagesRequest()
        request.owners = []
        let all = try await client.describeImages(request).items
        #expect(try await shortcut.describeImages(request).items == all)
        #expect(Set(all.map(\.ownerID)).count > 1)
        request = DescribeImagesRequest()
        request.owners = []
        request.imageIDs = all.prefix(5).map(\.imageID)
        #expect(try await shortcut.describeImages(request).items == client.describeImages(request).items)
    }

    @Test func listsImagesAsTheyAreNow() async throws {
        let request = DescribeImagesRequest()
        for round in 1...3 {
            let images = try await shortcut.describeImages(request).items
            #expect(try await shortcut.describeImages(request).items == images)
            #expect(try await client.describeImages(request).items == images)
            let tag = Tag(key: "round", value: "\(round)")
            try await client.createTags([tag], on: [images[round].imageID])
            let tagged = try await shortcut.describeImages(request).items
            #expect(tagged[round].tags.contains(tag))
            try await client.deregisterImage(images[0].imageID)
            #expect(try await shortcut.describeImages(request).items.first == tagged[1])
        }
    }

    @Test func tellsWhenACooldownIsOver() async throws {
        let end = sandbox.now.addingTimeInterval(60)
        let image = id("ami", 77)
        // The only one: any other in its cooldown would hide a listing that is kept too long.
        let sandbox = EC2Sandbox(account: Account(), clock: .held(at: sandbox.now))
        sandbox.withRegion { region in region.addImage(77, ageHours: 1) { $0.protectedUntil = end } }
        let shortcut = ShortcutEC2(sandbox: sandbox, region: "us-east-1", client: Stage(sandbox).client())
        func protection() async throws -> DeregistrationProtection? {
            try await shortcut.describeImages(DescribeImagesRequest()).items.first { $0.imageID == image }?
                .deregistrationProtection
        }
        #expect(try await protection() == .enabled("enabled-with-cooldown"))
        sandbox.now = end
        #expect(try await protection() == .disabled)
    }

    @Test(arguments: [[], [Filter("status", ["completed"])], [Filter("volume-id", ["vol-*"])]])
    func listsTheSameSnapshots(_ filters: [Filter]) async throws {
        for size in [1000, 9] {
            var request = DescribeSnapshotsRequest()
            request.filters = filters
            request.maxResults = size
            let expected = try await pages {
                request.nextToken = $0; return try await client.describeSnapshots(request)
            }
            let found = try await pages {
                request.nextToken = $0; return try await shortcut.describeSnapshots(request)
            }
            #expect(found == expected)
            #expect(!found.isEmpty)
        }
    }

    @Test func failsWithTheSameErrors() async throws {
        var unknown = DescribeImagesRequest()
        unknown.imageIDs = [id("ami", 424_242)]
        var token = DescribeSnapshotsRequest()
        token.nextToken = "bm90aGluZw=="
        var filter = DescribeImagesRequest()
        filter.filters = [Filter("colour", ["red"])]
        #expect(try await code { _ = try await shortcut.describeImages(unknown) } == "InvalidAMIID.NotFound")
        for ec2 in [client, shortcut] {
            #expect(try await code { _ = try await ec2.describeImages(unknown) } == "InvalidAMIID.NotFound")
            #expect(try await code { _ = try await ec2.describeSnapshots(token) } == "InvalidPaginationToken")
            #expect(try await code { _ = try await ec2.describeImages(filter) } == "InvalidParameterValue")
        }
    }

    private func pages<Item>(_ page: (String?) async throws -> Page<Item>) async throws -> [Item] {
        var items: [Item] = []
        var token: String?
        repeat {
            let answer = try await page(token)
            items += answer.items
            token = answer.nextToken
        } while token != nil
        return items
    }

    private func code(_ body: () async throws -> Void) async throws -> String? {
        do {
            try await body()
            return nil
        } catch let error as EC2Error {
            return error.code
        }
    }
}
