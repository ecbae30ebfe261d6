// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import Testing

@Suite struct SampleAccountTests {
    private let client = Client(EC2Sandbox(account: Self.account(), clock: .held(at: Client.start)))

    private static func account(seed: UInt64 = 1, images: Int = 400) -> Account {
        SampleAccount.make(seed: seed, images: images, now: Client.start)
    }

    private func images(_ account: Account) -> [ImageRecord] { account.region("us-east-1").images.map { $0 } }

    @Test func isTheSameToTheByteForASeed() {
        let listings = ([1, 1, 2] as [UInt64]).map { seed in
            let sandbox = EC2Sandbox(account: Self.account(seed: seed), clock: .held(at: Client.start))
            return ["DescribeImages", "DescribeSnapshots", "DescribeInstances", "DescribeLaunchTemplates"]
                .map { Client(sandbox).send($0).body }
        }
        #expect(listings[0] == listings[1])
        #expect(listings[0] != listings[2])
    }

    @Test(arguments: [0, 1, 50, 400, 5000])
    func ownsAsManyImagesAsAsked(count: Int) {
        let own = images(Self.account(images: count)).filter { $0.ownerID == "123456789012" }
        #expect(own.count == count)
        #expect(Set(own.map(\.name)).count == count)
        #expect(own.allSatisfy { (3...128).contains($0.name.count) })
        #expect(own.allSatisfy { $0.creationDate < Client.start })
    }

    @Test func agesFromMinutesToYears() throws {
        let ages = images(Self.account()).map { Client.start.timeIntervalSince($0.creationDate) }
        #expect(try #require(ages.min()) < 3600)
        #expect(try #require(ages.max()) > 2 * 365 * 86_400)
    }

    @Test func showsStrangersOnlyWithoutAnOwner() throws {
        let own = try client.call("DescribeImages", ["Owner.1": "self", "IncludeDisabled": "true"])
        #expect(own.all("imagesSet/item").count == 400)
        let all = try client.call("DescribeImages", ["IncludeDeprecated": "true", "IncludeDisabled": "true"])
        #expect(all.all("imagesSet/item").count > 430)
    }

    @Test func hasEverySituation() throws {
        let region = Self.account().region("us-east-1")
        let own = region.images.filter { $0.ownerID == "123456789012" }
        let expiring = own.filter { $0.tags["DELETEON"] == "yes" }
        #expect(expiring.count > 200)
        #expect(expiring.contains { $0.protection == .enabled })
        #expect(expiring.contains { $0.protection == .enabledWithCooldown })
        #expect(expiring.contains { $0.state == .disabled })
        #expect(expiring.contains { $0.tags["shelflife:keep"] != nil })
        #expect(expiring.contains { !$0.launchPermissions.isEmpty })
        #expect(own.contains { $0.isPublic })
        #expect(own.contains { $0.state == .pending })
        #expect(own.contains { $0.deprecationTime.map { $0 < Client.start } ?? false })
        #expect(own.contains { $0.name.hasPrefix("AwsBackup_") })
        #expect(own.contains { $0.tags["aws:dlm:managed"] == "true" })
        #expect(expiring.contains { $0.devices.contains { $0.virtualName == "ephemeral0" } })
        #expect(expiring.contains { $0.snapshotIDs.count > 1 })
        let states = Set(
            region.instances.filter { instance in expiring.contains { $0.id == instance.imageID } }.map(\.state)
        )
        #expect(states == [.running, .stopped, .terminated])

        let users = Dictionary(grouping: own.flatMap { image in image.snapshotIDs.map { ($0, image) } }, by: \.0)
        let shared = users.values.filter { $0.count > 1 }.map { $0.map(\.1.state) }
        #expect(shared.contains { $0.allSatisfy { $0 == .available } })
        #expect(shared.contains { $0.contains(.disabled) && $0.contains(.available) })
        #expect(own.flatMap(\.snapshotIDs).allSatisfy { region.snapshots[$0] != nil })
        #expect(region.snapshots.count { users[$0.id] == nil } > 16)
    }

    @Test func pinsAnOldImageThatOnlyADeepLookFinds() throws {
        let region = Self.account().region("us-east-1")
        let template = try #require(region.launchTemplates.first { $0.name == "storefront-web" })
        let pinned = try #require(template.versions.first { $0.number == template.defaultVersion }?.imageID)
        let shallow = try client.call(
            "DescribeImageReferences",
            ["ImageId.1": pinned, "IncludeAllResourceTypes": "true"]
        )
        #expect(shallow.all("imageReferenceSet/item").isEmpty)
        let deep = try client.call(
            "DescribeImageReferences",
            [
                "ImageId.1": pinned, "ResourceType.1.ResourceType": "ec2:LaunchTemplate",
                "ResourceType.1.ResourceTypeOption.1.OptionName": "version-depth",
                "ResourceType.1.ResourceTypeOption.1.OptionValue.1": "10000",
            ]
        )
        #expect(deep.texts("imageReferenceSet/item/resourceType") == ["ec2:LaunchTemplate"])
    }
}
