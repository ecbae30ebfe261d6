// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Synchronization
import Testing

/// Snapshots by a keyword tag that says how many to keep, with several schedules on one instance.
@Suite struct SnapshotKeywordTests {
    private func scene(_ tags: [String: String]) -> Stage {
        Stage.withTime { $0.addInstance(1, tags: tags.merging(["Name": "web"]) { first, _ in first }) }
    }

    private func turn(_ stage: Stage, _ keyword: String) async throws {
        let policy = try readyPolicy("snapshot-keyword-\(keyword)")
        let made = try await stage.play("backup-volumes", policy)
        #expect(made.outcome.status == .succeeded, "\(made.outcome.failure?.cause ?? "")")
        let gone = try await stage.play("expire-snapshots", policy)
        #expect(gone.outcome.status == .succeeded, "\(gone.outcome.failure?.cause ?? "")")
    }

    /// The system's daily rule deleted the hourly history and the other way round; here each keeps exactly its own.
    @Test(.timeLimit(.minutes(15))) func twoKeywordsOnOneInstanceKeepTheirOwnOverThirtyDays() async throws {
        var runs: [ScheduledRun] = []
        for (name, schedule) in [
            ("snapshot-keyword-hourly", Schedule.hourly),
            ("snapshot-keyword-daily", Schedule.daily(hour: 0, minute: 30)),
        ] {
            let document = try readyPolicy(name)
            let policy = try JSONDecoder().decode(LifecyclePolicy.self, from: Data(document.serializedUTF8()))
            for name in ["backup-volumes", "expire-snapshots"] {
                let workflow = try WorkflowDefinition(name)
                runs.append(ScheduledRun(workflow, policy: policy, input: document, schedule: schedule))
            }
        }
        let simulation = Simulation(account: Account(seed: 7), runs: runs, start: Stage.start)
        let sandbox = simulation.sandbox
        sandbox.withRegion { $0.addInstance(1, tags: ["Name": "web", "SnapshotHourly": "24", "SnapshotDaily": "7"]) }
        let surprises = Mutex<[String]>([])
        let result = try await simulation.run(days: 30, maximumAgeSeconds: 7200) { hours in
            let expected: [String: [Int]] = [
                "hourly": Array((0..<hours).suffix(24)),
                "daily": Array(stride(from: 0, to: hours, by: 24).suffix(7)),
            ]
            var survivors: [String: [Int]] = [:]
            let snapshots: [SnapshotRecord] = sandbox.withRegion { Array($0.snapshots) }
            for snapshot in snapshots {
                let owner: Substring = snapshot.tags.value(of: ShelflifeTag.policy)?.split(separator: "-").last ?? ""
                let hour = Int(snapshot.startTime.timeIntervalSince(Stage.start) / 3600)
                survivors[String(owner), default: []].append(hour)
            }
            guard survivors.mapValues({ $0.sorted() }) != expected else { return }
            surprises.withLock { $0.append("hour \(hours): \(survivors)") }
        }
        #expect(surprises.withLock { $0 } == [])
        #expect(result.failures.isEmpty && result.gaps.isEmpty)
        #expect(result.runs == 30 * 24 * 2 + 30 * 2)
    }

    /// Listings come in pages of a thousand.
    @Test func findsAndCountsMoreThanAThousand() async throws {
        let stage = Stage { region in
            for number in 1...1_100 {
                region.addInstance(number, tags: number == 1_100 ? ["SnapshotDaily": "1095", "Name": "last"] : [:])
            }
            for number in 1...1_100 {
                region.put(
                    SnapshotRecord(
                        id: id("snap", number),
                        ownerID: region.accountID,
                        volumeID: id("vol", 110_001),
                        startTime: region.now.addingTimeInterval(-Double(number) * 3600),
                        sizeGiB: 8,
                        tags: tags(["SnapshotDaily": "1095", ShelflifeTag.policy: "snapshot-keyword-daily"])
                    )
                )
            }
        }
        try await turn(stage, "daily")
        let kept = stage.snapshots()
        #expect(kept.count == 1_095 && kept.allSatisfy { $0.volumeID == id("vol", 110_001) })
        // The new one and the 1,094 youngest of the others.
        #expect(!kept.contains { $0.id == id("snap", 1_095) } && kept.contains { $0.id == id("snap", 1_094) })
        for action in ["DescribeInstances", "DescribeSnapshots"] {
            #expect(stage.sandbox.log.contains { $0.action == action && $0.parameters["NextToken"] != nil })
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

    /// A value that is no count means five, and is told; 0 never means "delete everything".
    @Test(arguments: ["many", "0", "-1", ""])
    func keepsFiveWhereTheValueIsNoCount(_ value: String) async throws {
        let stage = scene(["SnapshotDaily": value])
        let policy = try readyPolicy("snapshot-keyword-daily")
        for day in 0..<8 {
            stage.go(toHour: day * 24)
            let made = try await stage.play("backup-volumes", policy)
            #expect(made.text.hasPrefix("snapshot-keyword-daily: PARTIAL. 1 of 1 backups are complete"))
            let remark =
                "SnapshotDaily of \(id("i", 1)) is \"\(value)\", no whole number from 1 up; the newest 5 are kept"
            #expect(made.notices.count == 1 && made.notices[0].contains(remark), "\(made.notices)")
            #expect(try await stage.play("expire-snapshots", policy).outcome.status == .succeeded)
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
        let policy = try readyPolicy("snapshot-keyword-daily")
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
