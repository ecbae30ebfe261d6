// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle
import Testing

@testable import AWSClient

struct EC2DecodingTests {
    private func client(_ answer: String) -> EC2Client {
        EC2Client(
            region: "eu-west-1",
            transport: ScriptedTransport([.ok(answer)]),
            credentials: nil,
            retries: RetryPolicy(maxAttempts: 1)
        )
    }

    private func images(_ items: String, after: String = "") async throws -> Page<Image> {
        try await client(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <DescribeImagesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
                <requestId>59dbff89</requestId>
                <imagesSet>\(items)</imagesSet>\(after)
            </DescribeImagesResponse>
            """
        ).describeImages(DescribeImagesRequest())
    }

    @Test func readsAnImageWithEverythingALifecycleNeeds() async throws {
        let page = try await images(
            """
            <item>
                <imageId>ami-1</imageId>
                <imageLocation>1234/web</imageLocation>
                <imageState>available</imageState>
                <imageOwnerId>123456789012</imageOwnerId>
                <creationDate>2026-02-03T04:05:06.000Z</creationDate>
                <isPublic>false</isPublic>
                <productCodes><item><productCode>x</productCode><type>marketplace</type></item></productCodes>
                <name>web &amp; <![CDATA[<api>]]></name>
                <description> two  spaces </description>
                <deprecationTime>2026-05-03T04:05:06.000Z</deprecationTime>
                <lastLaunchedTime>2026-02-04T00:00:00Z</lastLaunchedTime>
                <deregistrationProtection>enabled-with-cooldown</deregistrationProtection>
                <sourceInstanceId>i-1</sourceInstanceId>
                <sourceImageId>ami-0</sourceImageId>
                <blockDeviceMapping>
                    <item>
                        <deviceName>/dev/sda1</deviceName>
                        <ebs><snapshotId>snap-1</snapshotId><volumeSize>8</volumeSize><encrypted>true</encrypted></ebs>
                    </item>
                    <item><deviceName>/dev/sdb</deviceName><virtualName>ephemeral0</virtualName></item>
                    <item><deviceName>/dev/sdc</deviceName><noDevice/></item>
                    <item><deviceName>/dev/sdd</deviceName><ebs><volumeSize>100</volumeSize></ebs></item>
                </blockDeviceMapping>
                <tagSet>
                    <item><key>Name</key><value>web</value></item>
                    <item><key>empty</key><value/></item>
                </tagSet>
            </item>
            """,
            after: "<nextToken>page/2=</nextToken>"
        )
        #expect(page.nextToken == "page/2=")
        #expect(
            page.items == [
                Image(
                    imageID: "ami-1",
                    name: "web & <api>",
                    description: " two  spaces ",
                    ownerID: "123456789012",
                    state: .available,
                    creationDate: Date(timeIntervalSince1970: 1_770_091_506),
                    lastLaunchedTime: Date(timeIntervalSince1970: 1_770_163_200),
                    deprecationTime: Date(timeIntervalSince1970: 1_777_781_106),
                    deregistrationProtection: .enabled("enabled-with-cooldown"),
                    isPublic: false,
                    blockDeviceMappings: [
                        BlockDeviceMapping(
                            deviceName: "/dev/sda1",
                            ebs: EBSBlockDevice(snapshotID: "snap-1", volumeSizeGiB: 8, isEncrypted: true)
                        ),
                        BlockDeviceMapping(deviceName: "/dev/sdb"),
                        BlockDeviceMapping(deviceName: "/dev/sdc"),
                        BlockDeviceMapping(deviceName: "/dev/sdd", ebs: EBSBlockDevice(volumeSizeGiB: 100)),
                    ],
                    sourceInstanceID: "i-1",
                    sourceImageID: "ami-0",
                    tags: [Tag(key: "Name", value: "web"), Tag(key: "empty", value: "")]
                )
            ]
        )
    }

    @Test func readsAnImageThatSaysNothingButItsID() async throws {
        let page = try await images("<item><imageId>ami-1</imageId><creationDate>soon</creationDate><newThing/></item>")
        #expect(page.items == [Image(imageID: "ami-1", state: ImageState(rawValue: ""))])
        #expect(page.nextToken == nil)
    }

    @Test func takesNothingOverFromTheImageBefore() async throws {
        let full = """
            <item><imageId>ami-1</imageId><name>one</name><creationDate>2026-02-03T04:05:06Z</creationDate>
            <blockDeviceMapping><item><deviceName>a</deviceName><ebs><snapshotId>snap-1</snapshotId></ebs></item>
            <item><deviceName>b</deviceName></item></blockDeviceMapping>
            <tagSet><item><key>k</key><value>v</value></item><item><key>empty</key></item></tagSet></item>
            """
        let page = try await images(full + "<item><imageId>ami-2</imageId><name/></item>" + full)
        #expect(page.items.count == 3)
        #expect(page.items[0] == page.items[2])
        #expect(page.items[0].snapshotIDs == ["snap-1"])
        #expect(page.items[0].blockDeviceMappings.map { $0.ebs == nil } == [false, true])
        #expect(page.items[0].tags == [Tag(key: "k", value: "v"), Tag(key: "empty", value: "")])
        #expect(page.items[1] == Image(imageID: "ami-2", state: ImageState(rawValue: "")))
        let nameless = full + "<item><name>no id of its own</name></item>"
        await #expect(throws: EC2Error.self) { try await images(nameless) }
    }

    @Test func takesTheLastOfTwoStructuresAlone() async throws {
        let devices = """
            <item><deviceName>a</deviceName><ebs><snapshotId>snap-1</snapshotId><encrypted>true</encrypted></ebs>
            <ebs><volumeSize>8</volumeSize></ebs></item>
            """
        let item = "<item><imageId>ami-1</imageId><blockDeviceMapping>\(devices)</blockDeviceMapping></item>"
        let image = try #require(try await images(item).items.first)
        #expect(image.blockDeviceMappings.map(\.ebs) == [EBSBlockDevice(volumeSizeGiB: 8)])
    }

    @Test func namesTheLineOfAnError() async throws {
        let decoder = XMLDecoder(QueryAction.describeImages.answer)
        let text = """
            <DescribeImagesResponse>
            <imagesSet><item><imageId>ami-1</imageId>
            <isPublic>maybe</isPublic>
            </item></imagesSet></DescribeImagesResponse>
            """
        _ = Array(text.utf8).withUnsafeBytes { decoder.receive($0) }
        let problem = XMLDecodingError("isPublic is \"maybe\", not true or false", line: 3)
        #expect(throws: problem) { try decoder.finish() }
        #expect(throws: problem) { try decoder.finish() }
    }

    @Test func keepsWhatItDoesNotKnow() async throws {
        let page = try await images(
            """
            <item><imageId>ami-1</imageId><imageState>resting</imageState>\
            <deregistrationProtection>enabled-forever</deregistrationProtection></item>\
            <item><imageId>ami-2</imageId><deregistrationProtection>disabled</deregistrationProtection></item>
            """
        )
        #expect(page.items.map(\.state.rawValue) == ["resting", ""])
        #expect(page.items.map(\.deregistrationProtection) == [.enabled("enabled-forever"), .disabled])
    }

    @Test(arguments: [
        ("<item><name>anonymous</name></item>", "imageId is missing"),
        ("<item><imageId/></item>", "imageId is missing"),
        ("<item><imageId>ami-1</imageId><isPublic>maybe</isPublic></item>", "isPublic is \"maybe\", not true or false"),
        ("<item><imageId>ami-1</imageId>", "mismatched tag"),
        ("<item>\u{1}</item>", "not well-formed"),
        ("&undefined;", "undefined entity"),
    ])
    func refusesAPageThatCannotBeUnderstood(items: String, problem: String) async throws {
        let error = await #expect(throws: EC2Error.self) { try await images(items) }
        #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("line ") == true)
        #expect(error?.action == "DescribeImages")
        #expect(error?.code == nil)
    }

    @Test(arguments: [
        "", "   ", "not xml", "<html><body>hello</body></html>", "<DescribeImagesResponse><imagesSet>",
        "<DescribeSnapshotsResponse><snapshotSet/></DescribeSnapshotsResponse>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><DescribeImagesResponse><imagesSet/></DescribeImagesResponse>",
        "<DescribeImagesResponse><imagesSet/></DescribeImagesResponse><DescribeImagesResponse/>",
    ])
    func refusesAnAnswerThatIsNotTheAnswer(_ answer: String) async throws {
        await #expect(throws: EC2Error.self) { try await client(answer).describeImages(DescribeImagesRequest()) }
    }

    @Test func refusesElementsNestedWithoutEnd() async throws {
        let deep = String(repeating: "<a>", count: 1000)
        let error = await #expect(throws: EC2Error.self) {
            try await client("<DescribeImagesResponse>" + deep).describeImages(DescribeImagesRequest())
        }
        #expect(error?.message.contains("inside each other") == true)
    }

    @Test func readsSnapshots() async throws {
        let page = try await client(
            """
            <DescribeSnapshotsResponse><snapshotSet>
              <item><snapshotId>snap-1</snapshotId><volumeId>vol-1</volumeId><status>completed</status>
                <startTime>2026-02-03T04:05:06.789Z</startTime><progress>100%</progress><ownerId>1</ownerId>
                <volumeSize>15</volumeSize><description>Daily</description><encrypted>true</encrypted>
                <fullSnapshotSizeInBytes>16106127360</fullSnapshotSizeInBytes><storageTier>standard</storageTier>
                <tagSet><item><key>a</key><value>b</value></item></tagSet></item>
              <item><snapshotId>snap-2</snapshotId><status>error</status><statusMessage>no key</statusMessage></item>
            </snapshotSet></DescribeSnapshotsResponse>
            """
        ).describeSnapshots(DescribeSnapshotsRequest())
        #expect(
            page.items == [
                Snapshot(
                    snapshotID: "snap-1",
                    volumeID: "vol-1",
                    startTime: Date(timeIntervalSince1970: 1_770_091_506),
                    volumeSizeGiB: 15,
                    fullSizeBytes: 16_106_127_360,
                    ownerID: "1",
                    description: "Daily",
                    isEncrypted: true,
                    storageTier: "standard",
                    tags: [Tag(key: "a", value: "b")]
                ),
                Snapshot(snapshotID: "snap-2", state: .error, stateMessage: "no key"),
            ]
        )
    }

    @Test func readsInstancesOfAllReservations() async throws {
        let page = try await client(
            """
            <DescribeInstancesResponse><reservationSet>
              <item><reservationId>r-1</reservationId><groupSet/><instancesSet>
                <item><instanceId>i-1</instanceId><imageId>ami-1</imageId>
                  <instanceState><code>16</code><name>running</name></instanceState>
                  <stateReason><code>x</code></stateReason>
                  <launchTime>2026-02-03T04:05:06.000Z</launchTime><rootDeviceName>/dev/sda1</rootDeviceName>
                  <blockDeviceMapping><item><deviceName>/dev/sda1</deviceName>
                    <ebs><volumeId>vol-1</volumeId><status>attached</status></ebs></item></blockDeviceMapping></item>
                <item><instanceId>i-2</instanceId></item></instancesSet></item>
              <item><instancesSet><item><instanceId>i-3</instanceId></item></instancesSet></item>
            </reservationSet><nextToken>n</nextToken></DescribeInstancesResponse>
            """
        ).describeInstances(DescribeInstancesRequest())
        #expect(page.items.map(\.instanceID) == ["i-1", "i-2", "i-3"])
        #expect(page.nextToken == "n")
        #expect(
            page.items.first
                == Instance(
                    instanceID: "i-1",
                    imageID: "ami-1",
                    state: "running",
                    launchTime: Date(timeIntervalSince1970: 1_770_091_506),
                    rootDeviceName: "/dev/sda1",
                    blockDeviceMappings: [
                        BlockDeviceMapping(deviceName: "/dev/sda1", ebs: EBSBlockDevice(volumeID: "vol-1"))
                    ]
                )
        )
    }

    @Test func readsImageReferences() async throws {
        let page = try await client(
            """
            <DescribeImageReferencesResponse><imageReferenceSet><item><imageId>ami-1</imageId>\
            <resourceType>ec2:Instance</resourceType><arn>arn:aws:ec2:x:1:instance/i-1</arn></item>\
            </imageReferenceSet></DescribeImageReferencesResponse>
            """
        ).describeImageReferences(DescribeImageReferencesRequest(imageIDs: ["ami-1"]))
        #expect(
            page.items == [
                ImageReference(imageID: "ami-1", resourceType: "ec2:Instance", arn: "arn:aws:ec2:x:1:instance/i-1")
            ]
        )
    }
}
