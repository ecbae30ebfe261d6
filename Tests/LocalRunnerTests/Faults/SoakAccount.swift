// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// A random sample account with random policies, on which a schedule of every day is played.
struct SoakAccount: Sendable {
    /// What a life of days took.
    struct Effort {
        var months = 0
        var runs = 0
        var killed = 0
        var calls = 0
        var faults = 0
        var retired = 0
        /// Runs whose report says something else than the account's log, in sentences.
        var lies: [String] = []
    }

    private static let backup: JSONValue = [
        "policy": "backup", "mode": "enforce", "select": ["tags": [["key": "Backup"]]], "create": [:],
    ]

    let sandbox: EC2Sandbox
    let clock: SimulatedClock
    /// Everything that was there at first.
    let originals: Set<String>
    private let runs: [(workflow: WorkflowDefinition, policy: JSONValue)]
    private let orphanDays: Int
    private let seed: UInt64

    /// The same account and policies for the same seed.
    init(seed: UInt64) throws {
        self.seed = seed
        var random = SeededGenerator(seed: seed, name: "soak")
        let start = BackupStage.start
        let clock = SimulatedClock(now: StatesEngine.Timestamp(secondsSinceEpoch: start.timeIntervalSince1970))
        var configuration = SandboxConfiguration()
        configuration.consistencyLagSeconds = Bool.random(using: &random) ? 5 : 0
        configuration.takesTime = true
        sandbox = EC2Sandbox(
            account: SampleAccount.make(seed: seed, images: Int.random(in: 3...15, using: &random), now: start),
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch) },
            configuration: configuration
        )
        sandbox.withRegion { region in
            region.addBackupTarget("soak", tags: ["Backup": "Yes"], volumes: [[:], [:]])
        }
        self.clock = clock
        orphanDays = Int.random(in: 1...3, using: &random)
        let age = JSONValue.string("\(Int.random(in: 2...60, using: &random))d")
        func expiry(_ name: String, _ retain: JSONValue) -> JSONValue {
            [
                "policy": .string(name), "mode": "enforce", "select": ["all": true], "retain": retain,
                "limits": ["items": 100_000, "percent": 100],
            ]
        }
        let snapshots = try WorkflowDefinition("expire-snapshots")
        runs = [
            (try WorkflowDefinition("backup-images"), Self.backup),
            (try WorkflowDefinition("expire-images"), expiry("images", ["age": age])),
            (snapshots, expiry("orphans", ["orphans": .string("\(orphanDays)d"), "lastMayGo": true])),
            (snapshots, expiry("snapshots", ["age": age])),
        ]
        originals = Self.census(sandbox)
    }

    /// What is left of that.
    var leftOfOriginals: Set<String> { originals.intersection(Self.census(sandbox)) }

    /// Own registered images with a snapshot that is not there.
    var broken: Set<String> {
        sandbox.withRegion { region in
            let stored = Set(region.snapshots.filter { $0.deletedAt == nil }.map(\.id))
            let own = region.images.filter { $0.isRegistered && $0.ownerID == region.accountID }
            return Set(own.filter { !stored.isSuperset(of: $0.snapshotIDs) }.map(\.id))
        }
    }

    /// Snapshots made since, that no image uses any more, although a run should have found them by now.
    var strays: Set<String> {
        let latest = sandbox.now.addingTimeInterval(-Double(orphanDays + 2) * 86_400)
        return sandbox.withRegion { region in
            let used = Set(region.images.filter(\.isRegistered).flatMap(\.snapshotIDs))
            return Set(
                region.snapshots.filter { $0.deletedAt == nil && $0.startTime < latest && !used.contains($0.id) }
                    .map(\.id)
            ).subtracting(originals)
        }
    }

    /// Backups of which there are two of one run.
    var twins: [String] {
        sandbox.withRegion { region in
            let runs = region.images.filter(\.isRegistered).compactMap { image in
                image.tags.first { $0.key == "shelflife:run" }?.value
            }
            return Dictionary(grouping: runs) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        }
    }

    /// Plays the schedule day by day; disturbed, a tenth of the calls goes wrong, and workers and runs get killed.
    func live(days: Int, isDisturbed: Bool) async throws -> Effort {
        var random = SeededGenerator(seed: seed, name: "disturbances")
        var effort = Effort()
        if isDisturbed { sandbox.inject(Self.faults(seed)) }
        for _ in 0..<days {
            let dawn = clock.now.adding(seconds: 86_400)
            for run in runs {
                let first = isDisturbed ? Self.trouble(&random) : nil
                // Backups begin once: a run for each start is what run-once.yaml sees to.
                let isDouble = isDisturbed && run.policy != Self.backup && Int.random(in: 0..<10, using: &random) == 0
                try await play(run, first, isDouble, &effort)
            }
            clock.advance(to: dawn)
        }
        sandbox.inject(FaultPlan())
        return effort
    }

    private func play(
        _ run: (workflow: WorkflowDefinition, policy: JSONValue),
        _ trouble: Trouble?,
        _ isDouble: Bool,
        _ effort: inout Effort
    ) async throws {
        sandbox.clearLog()
        let execution = TroubledRun(sandbox: sandbox, clock: clock, workflow: run.workflow, policy: run.policy)
        async let twin = isDouble ? execution.play() : nil
        let played = try await execution.play(trouble)
        _ = try await twin
        let done = sandbox.done("DeregisterImage") + sandbox.done("DeleteSnapshot")
        effort.runs += isDouble ? 2 : 1
        effort.killed += trouble == nil ? 0 : 1
        effort.calls += sandbox.log.count
        effort.faults += sandbox.log.count { $0.fault != nil }
        guard run.policy != Self.backup else { return }
        effort.retired += done
        let isWhole = played.outcome.failure == nil && played.tally?.failed == 0
        if isWhole, !isDouble, played.told != done {
            effort.lies.append("\(done) gone, and it says: \(played.text)")
        }
    }

    private static func faults(_ seed: UInt64) -> FaultPlan {
        let kinds = FaultMatrixTests.kinds
        return FaultPlan(
            rules: kinds.map { FaultRule(trigger: .rate(0.1 / Double(kinds.count)), kind: $0.kind) },
            seed: seed
        )
    }

    private static func trouble(_ random: inout SeededGenerator) -> Trouble? {
        let call = Int.random(in: 1...60, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .workerKilled(call)
        case 1: return .stopped(call)
        default: return nil
        }
    }

    private static func census(_ sandbox: EC2Sandbox) -> Set<String> {
        sandbox.withRegion { region in
            Set(region.images.filter(\.isRegistered).map(\.id))
                .union(region.snapshots.filter { $0.deletedAt == nil }.map(\.id))
        }
    }
}
