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
        try readyPolicy("ami-backup-expire") { $0["limits"] = ["items": 100] }
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
