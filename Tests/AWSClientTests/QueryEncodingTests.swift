// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Testing

@testable import AWSClient

struct QueryEncodingTests {
    private static let emptyPage = """
        <DescribeImagesResponse><imagesSet/></DescribeImagesResponse>
        """

    private func body(of call: (EC2Client) async throws -> Void, answer: String) async throws -> [Substring] {
        let transport = ScriptedTransport([.ok(answer)])
        try await call(EC2Client(region: "eu-west-1", transport: transport, credentials: nil))
        let request = try #require(transport.requests.first)
        #expect(request.url == "https://ec2.eu-west-1.amazonaws.com/")
        #expect(request.method == .post)
        #expect(
            request.headers
                == [HTTPHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")]
        )
        let body = try #require(transport.bodies.first)
        return body.split(separator: "&")
    }

    @Test(arguments: [
        ("plain-._~", "plain-._~"),
        ("a b+c", "a%20b%2Bc"),
        ("tag:Name", "tag%3AName"),
        ("é*/\\?&=", "%C3%A9%2A%2F%5C%3F%26%3D"),
        ("", ""),
    ])
    func encodesEverythingButUnreservedCharacters(text: String, encoded: String) {
        var parameters = QueryParameters()
        parameters.set("V", text)
        #expect(String(decoding: parameters.encoded(), as: UTF8.self) == "V=" + encoded)
    }

    @Test func listsOwnImagesAPageAtATime() async throws {
        var request = DescribeImagesRequest()
        request.filters = [Filter("tag:Team", ["a", "b*"]), Filter("state", ["available"])]
        request.nextToken = "t="
        let body = try await body(of: { _ = try await $0.describeImages(request) }, answer: Self.emptyPage)
        #expect(
            body == [
                "Owner.1=self", "Filter.1.Name=tag%3ATeam", "Filter.1.Value.1=a", "Filter.1.Value.2=b%2A",
                "Filter.2.Name=state", "Filter.2.Value.1=available", "IncludeDisabled=true", "MaxResults=1000",
                "NextToken=t%3D", "Action=DescribeImages", "Version=2016-11-15",
            ]
        )
    }

    @Test func asksForNoPagesBesideIDs() async throws {
        var request = DescribeImagesRequest()
        request.imageIDs = ["ami-1", "ami-2"]
        let body = try await body(of: { _ = try await $0.describeImages(request) }, answer: Self.emptyPage)
        #expect(
            body == [
                "ImageId.1=ami-1", "ImageId.2=ami-2", "Owner.1=self", "IncludeDisabled=true",
                "Action=DescribeImages", "Version=2016-11-15",
            ]
        )
    }

    @Test func asksForReferencesOfEveryTypeWithADepth() async throws {
        var request = DescribeImageReferencesRequest(imageIDs: ["ami-1"])
        request.launchTemplateVersionDepth = 100
        let body = try await body(
            of: { _ = try await $0.describeImageReferences(request) },
            answer: "<DescribeImageReferencesResponse><imageReferenceSet/></DescribeImageReferencesResponse>"
        )
        #expect(
            body == [
                "ImageId.1=ami-1", "IncludeAllResourceTypes=true", "ResourceType.1.ResourceType=ec2%3ALaunchTemplate",
                "ResourceType.1.ResourceTypeOption.1.OptionName=version-depth",
                "ResourceType.1.ResourceTypeOption.1.OptionValue.1=100", "Action=DescribeImageReferences",
                "Version=2016-11-15",
            ]
        )
    }

    @Test func namesWhatToDeregisterAndDelete() async throws {
        let deregister = try await body(
            of: { try await $0.deregisterImage("ami-1") },
            answer: "<DeregisterImageResponse><return>true</return></DeregisterImageResponse>"
        )
        #expect(deregister == ["ImageId=ami-1", "Action=DeregisterImage", "Version=2016-11-15"])
        let delete = try await body(
            of: { try await $0.deleteSnapshot("snap-1") },
            answer: "<DeleteSnapshotResponse><return>true</return></DeleteSnapshotResponse>"
        )
        #expect(delete == ["SnapshotId=snap-1", "Action=DeleteSnapshot", "Version=2016-11-15"])
    }

    @Test func listsSnapshotsAndInstances() async throws {
        let snapshots = try await body(
            of: { _ = try await $0.describeSnapshots(DescribeSnapshotsRequest()) },
            answer: "<DescribeSnapshotsResponse><snapshotSet/></DescribeSnapshotsResponse>"
        )
        #expect(snapshots == ["Owner.1=self", "MaxResults=1000", "Action=DescribeSnapshots", "Version=2016-11-15"])
        var request = DescribeInstancesRequest()
        request.filters = [Filter("image-id", ["ami-1"])]
        let instances = try await body(
            of: { _ = try await $0.describeInstances(request) },
            answer: "<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"
        )
        #expect(
            instances == [
                "Filter.1.Name=image-id", "Filter.1.Value.1=ami-1", "MaxResults=1000", "Action=DescribeInstances",
                "Version=2016-11-15",
            ]
        )
    }
}
