// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine
import Testing

/// Daily images of tagged instances, expired after ten days.
@Suite struct AMIBackupTests {
    private func expire() throws -> JSONValue {
        try readyPolicy("ami-backup-expire")
    }

    private func scene() -> Stage {
        Stage.withTime { region in
            region.addInstance(
                1,
                tags: ["AMIBACKUPON": "yes", "Name": "shop: <web>", "TEAM": "a", "OWNER": "o", "aws:x": "y"],
                sizesGiB: [8, 20]
            )
            region.addInstance(2, tags: ["AMIBACKUPON": "yes"])
            region.addInstance(3, tags: ["AMIBACKUPON": "Yes", "Name": "other case"])
            region.addInstance(4, tags: ["AMIBACKUPON": "yes"], state: .terminated)
            let own = region.accountID
            region.addImage(50, ageHours: 9999, tags: ["DELETEON": "yes"]) { image in
                image.ownerID = "999988887777"
                image.launchPermissions = [.account(own)]
            }
        }
    }

    @Test func backsUpDailyAndKeepsTenDays() async throws {
        let stage = scene()
        for day in 0..<14 {
            stage.go(toHour: day * 24)
            #expect(try await stage.play("expire-images", try expire()).outcome.status == .succeeded)
            #expect(try await stage.play("backup-images", try readyPolicy("ami-backup")).outcome.status == .succeeded)
            let days = Set(stage.images.map { Int($0.creationDate.timeIntervalSince(Stage.start) / 86_400) })
            // Strictly older than ten days, by the second: the image of ten days ago goes on the day after.
            #expect(days == Set(max(0, day - 10)...day), "day \(day)")
            #expect(stage.images.count == 2 * days.count)
            #expect(stage.snapshots().filter { $0.ownerID != "999988887777" }.count >= 3 * days.count)
        }
        // What is another account's is none of ours, and costs no call.
        #expect(stage.imageIDs.contains(id("ami", 50)))
        #expect(
            stage.sandbox.log.filter { $0.action == "DescribeImages" }.allSatisfy {
                $0.parameters["Owner.1"] == "self" || $0.parameters["ImageId.1"] != nil
            }
        )
    }

    @Test func namesAndTagsAreThoseOfTheSystem() async throws {
        let stage = scene()
        try await stage.play("backup-images", try readyPolicy("ami-backup"))
        let image = try #require(stage.images.first { $0.sourceInstanceID == id("i", 1) })
        #expect(
            image.name.wholeMatch(of: #/shop[- ]+web[- ]*-\d{4}-\d\d-\d\d_\d\d_\d\d_\d\d\.\d{6}/#) != nil,
            "\(image.name)"
        )
        #expect(image.tags["DELETEON"] == "yes" && image.tags["TEAM"] == "a" && image.tags["OWNER"] == "o")
        #expect(image.tags["PRODUCT"] == nil && image.tags["Snapshottag"] == nil)
        let snapshots = stage.snapshots().filter { image.snapshotIDs.contains($0.id) }
        #expect(snapshots.count == 2)
        #expect(snapshots.allSatisfy { $0.tags["Name"] == image.name && $0.tags["TEAM"] == "a" })
        // Nothing of another instance: the second has no Name, and gets its id in the name and no team.
        let other = try #require(stage.images.first { $0.sourceInstanceID == id("i", 2) })
        #expect(other.name.hasPrefix(id("i", 2)) && other.tags["TEAM"] == nil)
        let calls = stage.sandbox.log.filter { $0.action == "CreateImage" }
        #expect(calls.count == 2)
        // Tagged in the same call, without a reboot.
        #expect(calls.allSatisfy { $0.parameters["NoReboot"] == "true" && $0.parameters.values.contains("DELETEON") })
    }

    /// N failing days left the system without a backup.
    @Test func theLastBackupStaysWhenNoNewOneIsMade() async throws {
        let stage = scene()
        try await stage.play("backup-images", try readyPolicy("ami-backup"))
        for day in [15, 40] {
            stage.go(toHour: day * 24)
            try await stage.play("expire-images", try expire())
            #expect(stage.images.count == 2)
        }
    }

    /// An account's regions are each a stack of their own, with the same policy.
    @Test func worksInEveryRegionByItself() async throws {
        let regions = ["us-east-1", "eu-west-2", "ap-southeast-1", "eu-central-1"]
        let stage = Stage.withTime { _ in }
        for (index, name) in regions.enumerated() {
            stage.sandbox.withRegion(name) { $0.addInstance(index + 1, tags: ["AMIBACKUPON": "yes", "Name": name]) }
        }
        for day in [0, 6, 11] {
            stage.go(toHour: day * 24)
            for name in regions {
                try await stage.play("expire-images", try expire(), region: name)
                let made = try await stage.play("backup-images", try readyPolicy("ami-backup"), region: name)
                #expect(made.outcome.status == .succeeded && made.text.contains("1 of 1 backups"), "\(made.text)")
            }
        }
        for (index, name) in regions.enumerated() {
            let images = stage.images(in: name)
            #expect(images.map { Int($0.creationDate.timeIntervalSince(Stage.start) / 86_400) }.sorted() == [6, 11])
            #expect(images.allSatisfy { $0.sourceInstanceID == id("i", index + 1) && $0.name.hasPrefix(name) })
            let snapshots = Set(images.flatMap(\.snapshotIDs))
            #expect(Set(stage.snapshots(name).map(\.id)) == snapshots && snapshots.count == 2)
        }
    }

    /// The system posted the id, the region and the exception to Slack; here the topic gets them, for mail or Slack.
    @Test func tellsWhichInstanceInWhichRegionFailedAndWhy() async throws {
        let stage = Stage.withTime { _ in }
        stage.sandbox.withRegion("eu-west-2") { region in
            region.addInstance(1, tags: ["AMIBACKUPON": "yes"])
            region.addInstance(2, tags: ["AMIBACKUPON": "yes"])
        }
        let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(FaultPlan(rules: [FaultRule(action: "CreateImage", trigger: .calls([1]), kind: denied)]))
        let played = try await stage.play("backup-images", try readyPolicy("ami-backup"), region: "eu-west-2")
        let made = try #require(stage.images(in: "eu-west-2").first)
        let failed = made.sourceInstanceID == id("i", 1) ? id("i", 2) : id("i", 1)
        let notice = try #require(played.notices.first)
        #expect(played.notices.count == 1 && played.outcome.status == .failed)
        #expect(notice.hasPrefix("backup-images had failures\nami-backup: PARTIAL. 1 of 2 backups are complete"))
        for part in [failed, "UnauthorizedOperation: denied", "arn:aws:states:eu-west-2:"] {
            #expect(notice.contains(part), "\(part) is not in \(notice)")
        }
    }

    /// The first snapshot that could not be deleted hid the rest of its image.
    @Test func aSnapshotThatCannotBeDeletedHidesNoOther() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 11 * 24, tags: ["DELETEON": "yes"], snapshots: [1, 2, 3])
            region.addImage(9, ageHours: 11 * 24, tags: ["DELETEON": "yes"])
        }
        let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(
            FaultPlan(rules: [FaultRule(action: "DeleteSnapshot", trigger: .calls([1]), kind: denied)])
        )
        let played = try await stage.play("expire-images", try expire())
        #expect(stage.imageIDs.isEmpty)
        #expect(stage.snapshotIDs.count == 1)
        #expect(played.outcome.status == .failed && played.notices.count == 1)
        #expect(played.tally?.snapshotsFailed == 1 && played.tally?.snapshotsDeleted == 3)
    }

    /// The system compared texts of two forms, and was off by up to a day.
    @Test func comparesToTheSecondInUTC() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 240, tags: ["DELETEON": "yes"])
            region.addImage(2, ageHours: 240 + 1 / 3600.0, tags: ["DELETEON": "yes"])
            region.addImage(3, ageHours: 263.9, tags: ["DELETEON": "yes"]) { image in
                image.devices.append(DeviceMapping(deviceName: "/dev/sdz", virtualName: "ephemeral0"))
            }
            region.addImage(4, ageHours: 999, tags: ["DELETEON": "Yes"])
        }
        try await stage.play("expire-images", try expire())
        #expect(stage.imageIDs == [id("ami", 1), id("ami", 4)])
        #expect(stage.snapshotIDs == [id("snap", 1), id("snap", 4)])
    }

    /// The system's later version copied all tags, and EC2 refused those of AWS's own.
    @Test func copiesAllTagsButAWSsOwnAndCutsLongNames() async throws {
        let name = String(repeating: "x", count: 200)
        let stage = Stage.withTime {
            $0.addInstance(
                1,
                tags: ["AMIBACKUPON": "yes", "Name": name, "aws:autoscaling:groupName": "g", "CostCenter": "7"]
            )
        }
        let policy = try readyPolicy("ami-backup") { policy in
            guard case .object(var create)? = policy["create"] else { return }
            create["copyTags"] = "all"
            policy["create"] = .object(create)
        }
        for day in 0..<2 {
            stage.go(toHour: day * 24)
            let played = try await stage.play("backup-images", policy)
            #expect(played.outcome.status == .succeeded, "\(played.text)")
        }
        #expect(Set(stage.images.map(\.name)).count == 2)
        for image in stage.images {
            #expect(image.name.count == 128 && image.name.hasPrefix("xxx"))
            #expect(image.tags["CostCenter"] == "7" && image.tags["DELETEON"] == "yes")
            #expect(image.tags.allSatisfy { !$0.key.hasPrefix("aws:") })
        }
    }

    /// The marker outlives a failure to tag, and the next run finishes the work.
    @Test func snapshotsThatCouldNotBeTaggedAreTaggedByTheNextRun() async throws {
        let stage = scene()
        let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(FaultPlan(rules: [FaultRule(action: "CreateTags", trigger: .rate(1), kind: denied)]))
        let first = try await stage.play("backup-images", try readyPolicy("ami-backup"))
        #expect(first.outcome.status == .failed)
        #expect(first.notices.count == 1)
        #expect(stage.images.allSatisfy { $0.tags["Snapshottag"] == "yes" })
        stage.sandbox.inject(FaultPlan())
        stage.go(toHour: 24)
        #expect(try await stage.play("backup-images", try readyPolicy("ami-backup")).outcome.status == .succeeded)
        #expect(stage.images.count == 4)
        for image in stage.images {
            #expect(image.tags["Snapshottag"] == nil)
            for snapshot in stage.snapshots() where image.snapshotIDs.contains(snapshot.id) {
                #expect(snapshot.tags["Name"] == image.name)
            }
        }
    }
}
