// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// What must hold for every set of backups and every policy.
struct RetentionPropertyTests {
    @Test(arguments: 0..<200)
    func deletesNothingWithoutANewerGoodOne(seed: Int) {
        let scene = RandomBackups(seed: seed)
        let survivors = scene.survivors(of: scene.backups, at: now)
        for gone in scene.backups where !survivors.contains(gone) {
            let newer = survivors.filter { other in
                other.isGood && other.source == gone.source && Backup.newerFirst(other, gone)
                    && (gone.owner == nil || other.owner == gone.owner)
            }
            #expect(!newer.isEmpty, "\(gone)")
            #expect(gone.owner == nil || gone.owner == scene.policy.name)
        }
    }

    @Test(arguments: 0..<200)
    func keepsLessAndLessAsTimePasses(seed: Int) {
        let scene = RandomBackups(seed: seed)
        var kept = scene.survivors(of: scene.backups, at: now)
        for days in [1, 2, 7, 30, 400] {
            let later = scene.survivors(of: scene.backups, at: now.addingTimeInterval(Double(days) * 86400))
            #expect(Set(later).isSubset(of: kept))
            kept = later
        }
    }

    /// Runs at any times leave what one run at the end leaves.
    @Test(arguments: 0..<200)
    func losesNothingByMissedRuns(seed: Int) {
        let scene = RandomBackups(seed: seed)
        var generator = SeededGenerator(seed: UInt64(seed) + 7)
        var account: [Backup] = []
        for backup in scene.backups.sorted(by: { Backup.newerFirst($1, $0) }) {
            account.append(backup)
            guard let time = backup.createdAt, Bool.random(using: &generator) else { continue }
            account = scene.survivors(of: account, at: time)
        }
        #expect(Set(scene.survivors(of: account, at: now)) == Set(scene.survivors(of: scene.backups, at: now)))
    }

    @Test(arguments: 0..<200)
    func oneRuleThatKeepsIsEnough(seed: Int) {
        let scene = RandomBackups(seed: seed)
        let together = Set(scene.survivors(of: scene.backups, at: now))
        for rule in scene.rulesAlone {
            var alone = scene
            alone.policy.retain = rule
            #expect(Set(alone.survivors(of: scene.backups, at: now)).isSubset(of: together))
        }
    }
}

/// Random backups of a few sources, and a random policy.
struct RandomBackups {
    var backups: [Backup] = []
    var policy = ImageLifecycleTests.policy

    init(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var retain = RetentionPolicy()
        if Bool.random(using: &generator) {
            retain.age = PolicyDuration("\(Int.random(in: 1...30, using: &generator))d")
        }
        if Bool.random(using: &generator) { retain.count = Int.random(in: 1...5, using: &generator) }
        if Bool.random(using: &generator) || (retain.age == nil && retain.count == nil) {
            retain.gfs = .init(
                daily: Int.random(in: 1...7, using: &generator),
                weekly: Bool.random(using: &generator) ? Int.random(in: 1...4, using: &generator) : nil,
                monthly: Bool.random(using: &generator) ? Int.random(in: 1...4, using: &generator) : nil
            )
        }
        policy.retain = retain
        for index in 0..<Int.random(in: 0...60, using: &generator) {
            let owners: [String?] = [policy.name, policy.name, nil, "other"]
            backups.append(
                backup(
                    "b\(index)",
                    source: "vol-\(Int.random(in: 0..<3, using: &generator))",
                    hoursOld: Int.random(in: 0..<2400, using: &generator),
                    owner: owners.randomElement(using: &generator) ?? nil,
                    isGood: Int.random(in: 0..<6, using: &generator) > 0
                )
            )
        }
    }

    func survivors(of backups: [Backup], at time: Date) -> [Backup] {
        let decision = RetentionDecision(backups, policy: policy, now: time)
        return backups.filter { decision.findings(on: $0).contains(where: \.keeps) }
    }

    /// Each rule of the policy by itself.
    var rulesAlone: [RetentionPolicy] {
        let retain = policy.retain
        return [
            retain.age.map { RetentionPolicy(age: $0) }, retain.count.map { RetentionPolicy(count: $0) },
            retain.gfs.map { RetentionPolicy(gfs: $0) },
        ].compactMap { $0 }
    }
}
