// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import StatesEngine
import Testing

/// Snapshots by generations, a number in a tag of the instance.
@Suite struct BackupGenerationTests {
    private func turn(_ stage: Stage, day: Int) async throws {
        stage.go(toHour: day * 24)
        let made = try await stage.play("backup-volumes", try readyPolicy("backup-generation"))
        #expect(made.outcome.status == .succeeded, "\(made.outcome.failure?.cause ?? "")")
        let gone = try await stage.play("expire-snapshots", try readyPolicy("backup-generation-expire"))
        #expect(gone.outcome.status == .succeeded, "\(gone.outcome.failure?.cause ?? "")")
    }

    private func days(_ stage: Stage, volume: Int) -> [Int] {
        stage.snapshots().filter { $0.volumeID == id("vol", volume) }
            .map { Int($0.startTime.timeIntervalSince(Stage.start) / 86_400) }.sorted()
    }

    @Test func keepsSoManyGenerationsOfEachVolumeWithOrWithoutAName() async throws {
        let stage = Stage.withTime { region in
            region.addInstance(1, tags: ["Backup-Generation": "3", "Name": "a*"], sizesGiB: [8, 8])
            region.addInstance(2, tags: ["Backup-Generation": "2"])
            region.addInstance(3, tags: ["Backup-Generation": "0", "Name": "none"])
        }
        for day in 0..<6 { try await turn(stage, day: day) }
        #expect(days(stage, volume: 101) == [3, 4, 5])
        #expect(days(stage, volume: 102) == [3, 4, 5])
        #expect(days(stage, volume: 201) == [4, 5])
        #expect(days(stage, volume: 301).isEmpty)
        let descriptions = Set(stage.snapshots().map(\.description))
        #expect(
            descriptions == [
                "Auto Snapshot \(id("vol", 101))(a*)", "Auto Snapshot \(id("vol", 102))(a*)",
                "Auto Snapshot \(id("vol", 201))",
            ]
        )
    }

    /// The system grouped by description, so that a new name kept the old snapshots forever.
    @Test func aNewNameAndASmallerNumberHoldForWhatIsThere() async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: ["Backup-Generation": "4", "Name": "a"]) }
        for day in 0..<4 { try await turn(stage, day: day) }
        stage.changeTags(of: id("i", 1), ["Name": "b", "Backup-Generation": "2"])
        try await turn(stage, day: 4)
        #expect(days(stage, volume: 101) == [3, 4])
    }

    /// With 0 nothing new is made, and what is there stays within its number.
    @Test func zeroStopsMakingButNotCleaning() async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: ["Backup-Generation": "2"]) }
        for day in 0..<2 { try await turn(stage, day: day) }
        // One that somebody made by hand, of a volume that is gone.
        stage.sandbox.withRegion { region in
            for (number, age) in [(901, 30.0), (902, 20), (903, 10)] {
                region.put(
                    SnapshotRecord(
                        id: id("snap", number),
                        ownerID: region.accountID,
                        volumeID: id("vol", 999),
                        startTime: region.now.addingTimeInterval(-age * 86_400),
                        sizeGiB: 1,
                        tags: tags(["Backup-Generation": "1"])
                    )
                )
            }
        }
        stage.changeTags(of: id("i", 1), ["Backup-Generation": "0"])
        try await turn(stage, day: 2)
        #expect(days(stage, volume: 101) == [0, 1])
        #expect(stage.snapshots().filter { $0.volumeID == id("vol", 999) }.map(\.id) == [id("snap", 903)])
    }

    @Test func oneFailingVolumeFailsTheRunButStopsNoOther() async throws {
        let stage = Stage.withTime { region in
            for number in 1...3 { region.addInstance(number, tags: ["Backup-Generation": "2"]) }
        }
        let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(
            FaultPlan(rules: [FaultRule(action: "CreateSnapshot", trigger: .calls([2]), kind: denied)])
        )
        let played = try await stage.play("backup-volumes", try readyPolicy("backup-generation"))
        #expect(played.outcome.status == .failed)
        #expect(played.notices.count == 1)
        #expect(stage.snapshots().count == 2)
    }

    @Test(arguments: [FaultRule.Kind.throttle, .answerLost])
    func triesCreationAndDeletionAgain(_ kind: FaultRule.Kind) async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: ["Backup-Generation": "1"]) }
        for action in ["CreateSnapshot", "DeleteSnapshot"] {
            stage.sandbox.inject(FaultPlan(rules: [FaultRule(action: action, trigger: .calls([1]), kind: kind)]))
            try await turn(stage, day: action == "CreateSnapshot" ? 0 : 1)
        }
        #expect(days(stage, volume: 101) == [1])
    }

    @Test func noTargetsAreNoFailure() async throws {
        let stage = Stage.withTime { $0.addInstance(1, tags: [:]) }
        try await turn(stage, day: 0)
        #expect(stage.snapshots().isEmpty)
    }
}
