// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine
import Testing

/// Snapshots with copies off site where something is wrong, or there is much of it.
@Suite struct EBSSnapshotManagerTroubleTests {
    private func policy(key: String? = nil, regions: [String]? = nil) throws -> JSONValue {
        try readyPolicy("ebs-snapshot-manager") { policy in
            guard case .object(var create)? = policy["create"], case .object(var copy)? = create["copies"]?.array?.first
            else { return }
            if let key { copy["kmsKeyID"] = .string(key) }
            if let regions {
                copy["regionFromTag"] = nil
                copy["regions"] = .array(regions.map { .string($0) })
            }
            create["copies"] = [.object(copy)]
            policy["create"] = .object(create)
        }
    }

    /// One instance is in trouble, the other must not feel it.
    @Test(arguments: [
        ("DestinationRegion", "mars-east-1", nil, "the region \"mars-east-1\" does not exist"),
        ("DestinationRegion", "eu-west-1", "alias/forbidden", "ended in error: Given key ID is not accessible"),
        ("RetentionDays", "soon", nil, "RetentionDays of \(id("i", 1)) is \"soon\", no whole number from 1 up; 7 days"),
    ])
    func badInputIsTheOutcomeOfItsItem(_ tag: String, _ value: String, _ key: String?, _ reason: String) async throws {
        let stage = Stage.withTime { region in
            region.addInstance(1, tags: ["Backup": "Yes", tag: value])
            region.addInstance(2, tags: ["Backup": "Yes", "RetentionDays": "3"])
        }
        let played = try await stage.play("backup-volumes", try policy(key: key))
        #expect(played.outcome.status == .failed)
        #expect(played.text.hasPrefix("ebs-snapshot-manager: PARTIAL."), "\(played.text)")
        #expect(played.text.contains(id("i", 1)) && played.text.contains(reason), "\(played.text)")
        #expect(played.notices == ["backup-volumes had failures\n" + played.text])
        // Nothing is lost: what could be made is there.
        let made = stage.snapshots()
        #expect(made.map(\.volumeID).sorted() == [id("vol", 101), id("vol", 201)])
        #expect(made.allSatisfy { $0.state == .completed && $0.tags["DeleteOn"] != nil })
        let isUnfinished = made.first { $0.volumeID == id("vol", 101) }?.tags[ShelflifeTag.unfinished] != nil
        #expect(isUnfinished == (tag == "DestinationRegion"))
    }

    @Test func anInstanceThatVanishesIsTheOutcomeOfItsItem() async throws {
        let stage = Stage.withTime { region in
            for number in 1...2 { region.addInstance(number, tags: ["Backup": "Yes"]) }
        }
        // The second listing of instances is the one right before a creation.
        let gone = FaultRule.Kind.error(code: "InvalidInstanceID.NotFound", message: "gone", status: 400)
        stage.sandbox.inject(
            FaultPlan(rules: [FaultRule(action: "DescribeInstances", trigger: .calls([2]), kind: gone)])
        )
        let played = try await stage.play("backup-volumes", try policy())
        #expect(played.outcome.status == .failed && played.notices.count == 1)
        #expect(played.text.contains("PARTIAL. 1 of 2 backups are complete") && played.text.contains("is gone)"))
        #expect(stage.snapshots().count == 1)
    }

    /// The system made a new copy at every run, and left the errored ones.
    @Test func aRefusedKeyLeavesOneErroredCopyAtMostUntilItMayBeUsed() async throws {
        let stage = Stage.withTime {
            $0.addInstance(1, tags: ["Backup": "Yes", "DestinationRegion": "eu-west-1", "RetentionDays": "9"])
        }
        for day in 0..<3 {
            stage.go(toHour: day * 24)
            let played = try await stage.play("backup-volumes", try policy(key: "alias/forbidden"))
            #expect(played.outcome.status == .failed)
            #expect(stage.snapshots().count == day + 1)
            let copies = stage.snapshots("eu-west-1")
            #expect(copies.count == day + 1 && copies.allSatisfy { $0.state == .error })
        }
        stage.go(toHour: 72)
        let played = try await stage.play("backup-volumes", try policy(key: "alias/backup"))
        #expect(played.outcome.status == .succeeded, "\(played.text)")
        #expect(played.text.contains("3 were begun by earlier runs."))
        #expect(stage.snapshots().isEmpty)
        #expect(stage.snapshots("eu-west-1").allSatisfy { $0.state == .completed })
        #expect(Set(stage.snapshots("eu-west-1").compactMap { $0.tags["SourceSnapshotId"] }).count == 4)
    }

    /// EC2 makes 20 copies at a time in a region, and refuses the rest.
    @Test func moreCopiesThanEC2MakesAtATimeAreWaitedFor() async throws {
        let stage = Stage.withTime { region in
            for number in 1...12 {
                region.addInstance(
                    number,
                    tags: ["Backup": "Yes", "DestinationRegion": "eu-west-1"],
                    sizesGiB: [100, 100]
                )
            }
        }
        let played = try await stage.play("backup-volumes", try policy())
        #expect(played.outcome.status == .succeeded, "\(played.text)")
        #expect(played.text.contains("12 of 12 backups are complete: 24 snapshots, 24 copies."))
        #expect(stage.snapshots().isEmpty)
        #expect(Set(stage.snapshots("eu-west-1").compactMap { $0.tags["VolumeID"] }).count == 24)
        let refused = stage.sandbox.log.filter { $0.outcome == .failure(code: "ResourceLimitExceeded") }
        #expect(!refused.isEmpty && refused.allSatisfy { $0.action == "CopySnapshot" })
    }

    @Test func copiesToSeveralRegionsBeforeTheSourceGoes() async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: ["Backup": "Yes"]) }
        let some = try policy(regions: ["eu-west-1", "mars-east-1"])
        #expect(try await stage.play("backup-volumes", some).outcome.status == .failed)
        #expect(stage.snapshots().count == 1 && stage.snapshots("eu-west-1").count == 1)
        stage.go(toHour: 24)
        let all = try await stage.play("backup-volumes", try policy(regions: ["eu-west-1", "us-west-2"]))
        #expect(all.outcome.status == .succeeded, "\(all.text)")
        #expect(stage.snapshots().isEmpty)
        for region in ["eu-west-1", "us-west-2"] { #expect(stage.snapshots(region).count == 2) }
    }

    /// The system took the first instance of a reservation only, asked for each volume, and mixed their tags up.
    @Test func everyInstanceOfAReservationIsBackedUpWithItsOwnTagsInFewCalls() async throws {
        var calls: [Int] = []
        for count in [1, 4] {
            let stage = Stage.withTime { region in
                for number in 1...3 {
                    region.addInstance(
                        number,
                        tags: ["Backup": "Yes", "Name": "web-\(number)", "DestinationRegion": "eu-west-1"],
                        sizesGiB: Array(repeating: 8, count: count)
                    )
                    if var instance = region.instances[id("i", number)] {
                        instance.reservationID = id("r", 1)
                        region.put(instance)
                    }
                }
            }
            #expect(try await stage.play("backup-volumes", try policy()).outcome.status == .succeeded)
            let log = stage.sandbox.log
            calls.append(log.count { $0.action == "DescribeVolumes" })
            #expect(Set(stage.snapshots("eu-west-1").compactMap { $0.tags["VolumeID"] }).count == 3 * count)
            // A copy is asked for when its source is complete, and tags come with the call.
            for call in log where ["CreateSnapshot", "CopySnapshot"].contains(call.action) {
                #expect(call.outcome == .success)
                let field = try #require(
                    call.parameters.first { $0.key.hasSuffix(".Key") && $0.value == "VolumeID" }?.key
                )
                let tagged = call.parameters[String(field.dropLast(3)) + "Value"]
                #expect(tagged != nil && call.parameters["VolumeId"].map { $0 == tagged } != false)
            }
        }
        #expect(calls[0] == calls[1], "\(calls)")
    }
}
