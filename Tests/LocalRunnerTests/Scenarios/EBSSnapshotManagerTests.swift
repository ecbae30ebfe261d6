// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine
import Testing

/// Snapshots of tagged instances with dates of deletion, and copies off site.
@Suite struct EBSSnapshotManagerTests {
    private func back(_ stage: Stage, day: Int) async throws {
        stage.go(toHour: day * 24)
        let made = try await stage.play("backup-volumes", try readyPolicy("ebs-snapshot-manager"))
        #expect(made.outcome.status == .succeeded, "\(made.outcome.failure?.cause ?? "")")
    }

    private func expire(_ stage: Stage, region: String = "us-east-1") async throws {
        let policy = try readyPolicy("ebs-snapshot-manager-expire")
        let gone = try await stage.play("expire-snapshots", policy, region: region)
        #expect(gone.outcome.status == .succeeded, "\(gone.outcome.failure?.cause ?? "")")
    }

    private func days(_ stage: Stage, _ region: String = "us-east-1") -> [Int] {
        stage.hours(of: "ebs-snapshot-manager", region).map { $0 / 24 }
    }

    @Test func tagsAndDescriptionsAreThoseOfTheSystem() async throws {
        let stage = Stage.withTime { region in
            region.addInstance(
                1,
                tags: ["Backup": "Yes", "Name": "web", "RetentionDays": "3"],
                sizesGiB: [8, 8, 8],
                volumeTags: [2: ["Backup": "No"], 3: ["Name": "data"]]
            )
            region.addInstance(2, tags: ["Backup": "No"])
            region.addInstance(3, tags: ["Backup": "Yes", "Retention": "5"])
        }
        try await back(stage, day: 0)
        let snapshots = stage.snapshots().sorted { $0.volumeID < $1.volumeID }
        #expect(snapshots.map(\.volumeID) == [id("vol", 101), id("vol", 103), id("vol", 301)])
        let root = try #require(snapshots.first)
        #expect(root.description == "web - \(id("vol", 101)) (/dev/xvda)")
        #expect(root.tags["Type"] == "Automated" && root.tags["InstanceID"] == id("i", 1))
        #expect(root.tags["InstanceName"] == "web" && root.tags["VolumeID"] == id("vol", 101))
        #expect(root.tags["DeviceName"] == "/dev/xvda" && root.tags["Name"] == root.description)
        let day = Stage.start.formatted(.iso8601.year().month().day())
        let later = { (days: Double) in
            Stage.start.addingTimeInterval(days * 86_400).formatted(.iso8601.year().month().day())
        }
        #expect(root.tags["CreatedOn"] == day && root.tags["DeleteOn"] == later(3))
        #expect(root.tags["DestinationRegion"] == nil)
        #expect(snapshots[1].description == "data" && snapshots[1].tags["Name"] == "data")
        #expect(snapshots[2].tags["DeleteOn"] == later(5))
        #expect(snapshots.allSatisfy { Set($0.tags.map(\.key)).count == $0.tags.count })
    }

    @Test func expiresByDateAlsoAfterMissedRunsAndNeverWhatIsToStay() async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: ["Backup": "Yes", "RetentionDays": "3"]) }
        for day in 0..<4 { try await back(stage, day: day) }
        stage.sandbox.withRegion { region in
            // Not the last of its tags.
            guard var kept = region.snapshots.min(by: { $0.startTime < $1.startTime }) else { return }
            kept.tags.insert(ImageLifecycle.Tag(key: "KeepForever", value: "no"), at: 0)
            region.put(kept)
        }
        // The runs of days 3 to 5 are missed; on day 6 everything is due, and the newest is the last one.
        stage.go(toHour: 6 * 24)
        try await expire(stage)
        #expect(days(stage) == [0, 3])
        for day in 7..<12 {
            try await back(stage, day: day)
            try await expire(stage)
        }
        #expect(days(stage) == [0, 9, 10, 11])
    }

    @Test func movesSnapshotsOffSiteAndExpiresThemThere() async throws {
        let stage = Stage.withTime { region in
            region.addInstance(
                1,
                tags: ["Backup": "Yes", "RetentionDays": "2", "DestinationRegion": "eu-west-1", "Name": "web"]
            )
            region.addInstance(2, tags: ["Backup": "Yes", "RetentionDays": "2", "CopyRegion": "eu-west-1"])
        }
        for day in 0..<5 {
            try await back(stage, day: day)
            try await expire(stage)
            try await expire(stage, region: "eu-west-1")
        }
        // The first instance's are only there, the second's on both sides.
        let here = stage.snapshots()
        let there = stage.snapshots("eu-west-1")
        #expect(here.allSatisfy { $0.volumeID == id("vol", 201) })
        #expect(days(stage) == [3, 4])
        #expect(Set(days(stage, "eu-west-1")) == [3, 4])
        #expect(there.count == 4)
        for copy in there {
            #expect(copy.tags["SourceSnapshotId"]?.hasPrefix("snap-") == true)
            #expect(copy.tags["Type"] == "Automated" && copy.tags["DeleteOn"] != nil)
            #expect([id("vol", 101), id("vol", 201)].contains(copy.tags["VolumeID"] ?? ""))
        }
        #expect(here.allSatisfy { $0.tags["OffsiteSnapshotId"]?.hasPrefix("snap-") == true })
        let lists = stage.sandbox.log.filter {
            $0.action == "DescribeSnapshots" && $0.parameters["SnapshotId.1"] == nil
        }
        #expect(lists.allSatisfy { $0.parameters["Owner.1"] == "self" })
    }
}
