// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

@testable import EC2Sandbox

/// A reason to keep an image: how the account gets it, and the guard that must see it.
struct Need: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: Finding.Rule
    /// What the guard asks, so that a test can make just that fail.
    let action: String
    var guards = Need.unreferenced
    let arrange: @Sendable (inout AccountRegion, _ imageID: String) -> Void

    var testDescription: String { name }

    init(
        _ name: String,
        _ rule: Finding.Rule,
        asking action: String,
        guards: GuardPolicy = Need.unreferenced,
        _ arrange: @escaping @Sendable (inout AccountRegion, String) -> Void
    ) {
        self.name = name
        self.rule = rule
        self.action = action
        self.guards = guards
        self.arrange = arrange
    }

    /// Everything but `DescribeImageReferences`, which would speak first.
    static let unreferenced = GuardPolicy(references: false)

    static let all: [Need] = [
        Need("parameter", .references, asking: "DescribeImageReferences", guards: GuardPolicy()) { region, imageID in
            region.put(ParameterRecord(id: "/golden/\(imageID)", value: imageID, modifiedAt: region.now))
        },
        Need("stopped instance", .instances, asking: "DescribeInstances") { region, imageID in
            region.put(instance("i-\(imageID.dropFirst(4))", imageID, .stopped, region))
        },
        Need("older launch template version", .launchTemplates, asking: "DescribeLaunchTemplateVersions") {
            region,
            imageID in
            region.put(template("old", imageID, versions: [imageID] + strangers(14), region))
        },
        Need("resolve:ssm in a launch template", .launchTemplates, asking: "GetParameters") { region, imageID in
            region.put(
                ParameterRecord(id: "/web/\(imageID)", value: imageID, dataType: "text", modifiedAt: region.now)
            )
            region.put(template("alias", imageID, versions: ["resolve:ssm:/web/\(imageID)"], region))
        },
        Need(
            "default version",
            .launchTemplates,
            asking: "DescribeLaunchTemplates",
            guards: GuardPolicy(references: false, launchTemplateVersions: .defaultAndLatest)
        ) { region, imageID in
            var record = template("default", imageID, versions: strangers(2) + [imageID] + strangers(3), region)
            record.defaultVersion = 3
            region.put(record)
        },
        Need(
            "default version older than those that count",
            .launchTemplates,
            asking: "DescribeLaunchTemplateVersions",
            guards: shallow
        ) { region, imageID in
            var record = template("standard", imageID, versions: [imageID] + strangers(14), region)
            record.defaultVersion = 1
            region.put(record)
        },
        Need("group pinned to an older version", .autoScaling, asking: "DescribeAutoScalingGroups", guards: shallow) {
            region,
            imageID in
            let record = template("pinned", imageID, versions: [imageID] + strangers(14), region)
            region.put(record)
            put(group: .launchTemplate(reference(record, "1")), imageID, &region)
        },
        Need(
            "template of a mixed-instances override",
            .autoScaling,
            asking: "DescribeAutoScalingGroups",
            guards: shallow
        ) { region, imageID in
            let main = template("main", imageID, versions: strangers(1), region)
            let arm = template("arm", imageID, versions: [imageID] + strangers(2), region)
            region.put(main)
            region.put(arm)
            let override = AutoScalingGroupRecord.Override(launchTemplate: reference(arm, "1"))
            put(group: .mixedInstances(reference(main, "$Latest"), overrides: [override]), imageID, &region)
        },
        Need("image of a mixed-instances override", .autoScaling, asking: "DescribeAutoScalingGroups") {
            region,
            imageID in
            let main = template("main", imageID, versions: strangers(1), region)
            region.put(main)
            let override = AutoScalingGroupRecord.Override(instanceType: "m7i.large", imageID: imageID)
            put(group: .mixedInstances(reference(main, "$Default"), overrides: [override]), imageID, &region)
        },
        Need("launch configuration", .autoScaling, asking: "DescribeLaunchConfigurations") { region, imageID in
            region.put(LaunchConfigurationRecord(id: "lc-\(imageID)", imageID: imageID, createdTime: region.now))
        },
        Need("version of an EC2 Fleet", .fleets, asking: "DescribeFleets", guards: shallow) { region, imageID in
            let record = template("fleet", imageID, versions: [imageID] + strangers(3), region)
            region.put(record)
            let fleetID = "fleet-\(imageID.dropFirst(4))"
            region.put(FleetRecord(.fleet, id: fleetID, launchTemplates: [reference(record, "1")]))
        },
        Need("override of an EC2 Fleet", .fleets, asking: "DescribeFleets") { region, imageID in
            region.put(FleetRecord(.fleet, id: "fleet-\(imageID.dropFirst(4))", imageIDs: [imageID]))
        },
        Need("Spot Fleet request", .fleets, asking: "DescribeSpotFleetRequests") { region, imageID in
            region.put(FleetRecord(.spotFleetRequest, id: "sfr-\(imageID.dropFirst(4))", imageIDs: [imageID]))
        },
        Need("Spot request", .fleets, asking: "DescribeSpotInstanceRequests") { region, imageID in
            region.put(
                FleetRecord(
                    .spotInstanceRequest,
                    id: "sir-\(imageID.dropFirst(4))",
                    state: "open",
                    imageIDs: [imageID]
                )
            )
        },
        Need("share", .shared, asking: "DescribeImageAttribute") { region, imageID in
            change(imageID, &region) { $0.launchPermissions = [.account("210987654321")] }
        },
        Need("lock", .lock, asking: "DescribeLockedSnapshots") { region, imageID in
            change(snapshotOf: imageID, &region) { snapshot, now in snapshot.lock = lock(from: now) }
        },
        Need("archiving in progress", .archive, asking: "DescribeSnapshotTierStatus") { region, imageID in
            change(snapshotOf: imageID, &region) { snapshot, now in snapshot.archivedFrom = now }
        },
        Need("fast snapshot restore", .fastSnapshotRestore, asking: "DescribeFastSnapshotRestores") {
            region,
            imageID in
            change(snapshotOf: imageID, &region) { snapshot, _ in snapshot.fastRestoreZones = ["us-east-1a"] }
        },
    ]

    /// The newest version only, and no launch template guard that would speak first.
    private static var shallow: GuardPolicy {
        GuardPolicy(references: false, launchTemplateVersions: .newest(1))
    }

    private static func strangers(_ count: Int) -> [String] {
        (0..<count).map { _ in "ami-0000000000000ffff" }
    }

    private static func template(
        _ name: String,
        _ imageID: String,
        versions: [String],
        _ region: AccountRegion
    ) -> LaunchTemplateRecord {
        // One of each name for every image.
        let mark = UInt8(name.utf8.reduce(0) { ($0 &* 31) &+ Int($1) } & 0xFF)
        let digits = String(mark, radix: 16)
        let id = "lt-" + String(repeating: "0", count: 2 - digits.count) + digits + imageID.suffix(15)
        return LaunchTemplateRecord(
            id: id,
            name: "\(name)-\(imageID)",
            createTime: region.now,
            defaultVersion: versions.count,
            versions: versions.enumerated().map {
                LaunchTemplateRecord.Version(number: $0.offset + 1, createTime: region.now, imageID: $0.element)
            }
        )
    }

    private static func reference(_ template: LaunchTemplateRecord, _ version: String) -> LaunchTemplateReference {
        LaunchTemplateReference(id: template.id, name: template.name, version: version)
    }

    private static func put(
        group source: AutoScalingGroupRecord.Source,
        _ imageID: String,
        _ region: inout AccountRegion
    ) {
        region.put(AutoScalingGroupRecord(id: "group-\(imageID)", source: source, createdTime: region.now))
    }

    static func instance(
        _ id: String,
        _ imageID: String,
        _ state: InstanceRecord.State,
        _ region: AccountRegion
    ) -> InstanceRecord {
        InstanceRecord(
            id: id,
            reservationID: "r-\(id.dropFirst(2))",
            imageID: imageID,
            state: state,
            launchTime: region.now,
            availabilityZone: region.name + "a"
        )
    }

    private static func change(
        _ imageID: String,
        _ region: inout AccountRegion,
        _ change: (inout ImageRecord) -> Void
    ) {
        guard var image = region.images[imageID] else { return }
        change(&image)
        region.put(image)
    }

    private static func change(
        snapshotOf imageID: String,
        _ region: inout AccountRegion,
        _ change: (inout SnapshotRecord, Date) -> Void
    ) {
        Self.change(snapshot: Scene.snapshotID(of: imageID), &region, change)
    }
}
