// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine
import Testing

/// Snapshots by a keyword tag that says how many to keep, with several schedules on one instance.
@Suite struct SnapshotKeywordTests {
    private func scene(_ tags: [String: String]) -> Stage {
        Stage.withTime { $0.addInstance(1, tags: tags.merging(["Name": "web"]) { first, _ in first }) }
    }

    private func turn(_ stage: Stage, _ keyword: String) async throws {
        let policy = try readyPolicy("snapshot-keyword-\(keyword)") { $0["limits"] = ["items": 100] }
        let made = try await stage.play("backup-volumes", policy)
        #expect(made.outcome.status == .succeeded, "\(made.outcome.failure?.cause ?? "")")
        let gone = try await stage.play("expire-snapshots", policy)
        #expect(gone.outcome.status == .succeeded, "\(gone.outcome.failure?.cause ?? "")")
    }

    /// The system's daily rule deleted the hourly history and the other way round; here each keeps exactly its own.
    @Test func twoKeywordsOnOneInstanceKeepTheirOwnOverThirtyDays() async throws {
        let stage = scene(["SnapshotHourly": "6", "SnapshotDaily": "7"])
        for hour in stride(from: 0, to: 30 * 24, by: 12) {
            stage.go(toHour: hour)
            try await turn(stage, "hourly")
            if hour % 24 == 0 { try await turn(stage, "daily") }
            let frequent = stride(from: 0, through: hour, by: 12).suffix(6)
            let daily = stride(from: 0, through: hour, by: 24).suffix(7)
            #expect(stage.hours(of: "snapshot-keyword-hourly") == Array(frequent), "hour \(hour)")
            #expect(stage.hours(of: "snapshot-keyword-daily") == Array(daily), "hour \(hour)")
        }
    }

    @Test func snapshotsCarryDescriptionAndAllTagsFromTheirCreation() async throws {
        let stage = scene(["SnapshotDaily": "2", "TEAM": "x", "aws:cloudformation:stack-name": "s"])
        try await turn(stage, "daily")
        let snapshot = try #require(stage.snapshots().first)
        #expect(snapshot.description == "AutoSnapshot web - \(id("vol", 101)) (/dev/xvda)")
        #expect(snapshot.tags["TEAM"] == "x" && snapshot.tags["Name"] == "web" && snapshot.tags["SnapshotDaily"] == "2")
        #expect(snapshot.tags.allSatisfy { !$0.key.hasPrefix("aws:") })
        let creation = try #require(stage.sandbox.log.first { $0.action == "CreateSnapshot" })
        #expect(creation.parameters.values.contains("TEAM"))
    }

    /// A value that is no count means five; 0 never means "delete everything".
    @Test(arguments: ["many", "0", "-1", ""])
    func keepsFiveWhereTheValueIsNoCount(_ value: String) async throws {
        let stage = scene(["SnapshotDaily": value])
        for day in 0..<8 {
            stage.go(toHour: day * 24)
            try await turn(stage, "daily")
        }
        #expect(stage.hours(of: "snapshot-keyword-daily") == [3, 4, 5, 6, 7].map { $0 * 24 })
    }

    @Test func aSnapshotWithoutTheTagStaysForeverBesideTheOthers() async throws {
        let stage = scene(["SnapshotDaily": "2"])
        try await turn(stage, "daily")
        stage.sandbox.withRegion { region in
            for snapshot in Array(region.snapshots) {
                var kept = snapshot
                kept.tags.removeAll { $0.key == "SnapshotDaily" }
                region.put(kept)
            }
        }
        for day in 1..<6 {
            stage.go(toHour: day * 24)
            try await turn(stage, "daily")
        }
        #expect(stage.hours(of: "snapshot-keyword-daily") == [0, 4, 5].map { $0 * 24 })
    }

    @Test func failedSnapshotsDoNotCountAsKept() async throws {
        let stage = scene(["SnapshotDaily": "2"])
        for day in 0..<2 {
            stage.go(toHour: day * 24)
            try await turn(stage, "daily")
        }
        stage.sandbox.withRegion { region in
            for snapshot in Array(region.snapshots) {
                for number in 1...3 {
                    var failed = snapshot
                    failed.id = id("snap", 900 + number)
                    failed.state = .error
                    failed.startTime = region.now
                    region.put(failed)
                }
            }
        }
        let policy = try readyPolicy("snapshot-keyword-daily") { $0["limits"] = ["items": 100] }
        try await stage.play("expire-snapshots", policy)
        let good = stage.snapshots().filter { $0.state == .completed }
        #expect(good.count == 2)
    }

    @Test func aFailureFailsTheRunAndIsNotified() async throws {
        let stage = scene(["SnapshotDaily": "2"])
        let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(
            FaultPlan(rules: [FaultRule(action: "CreateSnapshot*", trigger: .rate(1), kind: denied)])
        )
        let played = try await stage.play("backup-volumes", try readyPolicy("snapshot-keyword-daily"))
        #expect(played.outcome.status == .failed)
        #expect(played.notices.count == 1)
    }
}
