// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import Testing

@testable import AWSClient

/// An answer without its list says nothing, and must never be taken for "nothing found".
struct GuardSourceTests {
    struct Source: Sendable, CustomTestStringConvertible {
        let action: String
        let call: @Sendable (EC2Client) async throws(EC2Error) -> Void

        var testDescription: String { action }
    }

    private static let sources = [
        Source(action: "DescribeImages") { client async throws(EC2Error) in
            _ = try await client.describeImages(DescribeImagesRequest())
        },
        Source(action: "DescribeSnapshots") { client async throws(EC2Error) in
            _ = try await client.describeSnapshots(DescribeSnapshotsRequest())
        },
        Source(action: "DescribeInstances") { client async throws(EC2Error) in
            _ = try await client.describeInstances(DescribeInstancesRequest())
        },
        Source(action: "DescribeImageReferences") { client async throws(EC2Error) in
            _ = try await client.describeImageReferences(DescribeImageReferencesRequest(imageIDs: ["ami-1"]))
        },
        Source(action: "DescribeLaunchTemplates") { client async throws(EC2Error) in
            _ = try await client.describeLaunchTemplates(nextToken: nil)
        },
        Source(action: "DescribeLaunchTemplateVersions") { client async throws(EC2Error) in
            _ = try await client.describeLaunchTemplateVersions(.init(templateID: "lt-1"))
        },
        Source(action: "DescribeAutoScalingGroups") { client async throws(EC2Error) in
            _ = try await client.describeAutoScalingGroups(nextToken: nil)
        },
        Source(action: "DescribeLaunchConfigurations") { client async throws(EC2Error) in
            _ = try await client.describeLaunchConfigurations(nextToken: nil)
        },
        Source(action: "DescribeFleets") { client async throws(EC2Error) in
            _ = try await client.describeFleets(nextToken: nil)
        },
        Source(action: "DescribeSpotFleetRequests") { client async throws(EC2Error) in
            _ = try await client.describeSpotFleetRequests(nextToken: nil)
        },
        Source(action: "DescribeSpotInstanceRequests") { client async throws(EC2Error) in
            _ = try await client.describeSpotInstanceRequests(nextToken: nil)
        },
        Source(action: "DescribeImageAttribute") { client async throws(EC2Error) in
            _ = try await client.describeLaunchPermissions(of: "ami-1")
        },
        Source(action: "DescribeSnapshotAttribute") { client async throws(EC2Error) in
            _ = try await client.describeVolumePermissions(of: "snap-1")
        },
        Source(action: "DescribeLockedSnapshots") { client async throws(EC2Error) in
            _ = try await client.describeLockedSnapshots(nextToken: nil)
        },
        Source(action: "DescribeSnapshotTierStatus") { client async throws(EC2Error) in
            _ = try await client.describeSnapshotTierStatus(nextToken: nil)
        },
        Source(action: "DescribeFastSnapshotRestores") { client async throws(EC2Error) in
            _ = try await client.describeFastSnapshotRestores(nextToken: nil)
        },
    ]

    @Test(arguments: sources)
    func refusesAnAnswerWithoutItsList(_ source: Source) async throws {
        let answer = "<\(source.action)Response><requestId>1</requestId></\(source.action)Response>"
        let transport = ScriptedTransport([.ok(answer)])
        let client = EC2Client(region: "eu-west-1", transport: transport, credentials: nil)
        let error = await #expect(throws: EC2Error.self) { try await source.call(client) }
        #expect(error?.description == "\(source.action) failed: the answer has no list")
    }

    @Test(arguments: [("2026-02-04T00:00:00Z", false), ("yesterday", true), ("", false)])
    func takesALaunchOfNobodyKnowsWhenForOneOfJustNow(_ text: String, isUnreadable: Bool) async throws {
        let item = "<item><imageId>ami-1</imageId><lastLaunchedTime>\(text)</lastLaunchedTime></item>"
        let answer = "<DescribeImagesResponse><imagesSet>\(item)</imagesSet></DescribeImagesResponse>"
        let client = EC2Client(region: "eu-west-1", transport: ScriptedTransport([.ok(answer)]), credentials: nil)
        let image = try #require(try await client.describeImages(DescribeImagesRequest()).items.first)
        #expect((image.lastLaunchedTime == .distantFuture) == isUnreadable)
    }

    @Test func readsNobodyWhoMayLaunchAnImage() async throws {
        let answer = """
            <DescribeImageAttributeResponse><imageId>ami-1</imageId><launchPermission/></DescribeImageAttributeResponse>
            """
        let client = EC2Client(region: "eu-west-1", transport: ScriptedTransport([.ok(answer)]), credentials: nil)
        #expect(try await client.describeLaunchPermissions(of: "ami-1") == [])
    }

    @Test func readsWhoMayMakeVolumesOfASnapshot() async throws {
        let answer = """
            <DescribeSnapshotAttributeResponse><snapshotId>snap-1</snapshotId><createVolumePermission>
            <item><group>all</group></item><item><userId>210987654321</userId></item>
            </createVolumePermission></DescribeSnapshotAttributeResponse>
            """
        let client = EC2Client(region: "eu-west-1", transport: ScriptedTransport([.ok(answer)]), credentials: nil)
        let permissions = try await client.describeVolumePermissions(of: "snap-1")
        #expect(permissions == [.everybody, .account("210987654321")])
    }

    @Test func readsFleetsWithTemplatesAndOverrides() async throws {
        let answer = """
            <DescribeFleetsResponse><fleetSet><item><fleetId>fleet-1</fleetId><fleetState>active</fleetState>
            <launchTemplateConfigs><item><launchTemplateSpecification><launchTemplateId>lt-1</launchTemplateId>
            <version>3</version></launchTemplateSpecification><overrides><item><instanceType>m5.large</instanceType></item>
            <item><imageId>ami-1</imageId></item></overrides></item></launchTemplateConfigs></item></fleetSet>
            <nextToken>more</nextToken></DescribeFleetsResponse>
            """
        let client = EC2Client(region: "eu-west-1", transport: ScriptedTransport([.ok(answer)]), credentials: nil)
        let page = try await client.describeFleets(nextToken: nil)
        let fleet = Launcher(
            .fleet,
            id: "fleet-1",
            state: "active",
            imageIDs: ["ami-1"],
            specifications: [LaunchTemplateSpecification(templateID: "lt-1", version: "3")]
        )
        #expect(page.items == [fleet])
        #expect(page.nextToken == "more")
    }
}
