// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle
import Testing

/// A scene a guard for snapshots of their own: kept with exactly that reason, and the same snapshot without it goes.
struct SnapshotGuardTests {
    private static let both = [Scene.neededSnapshot, Scene.otherSnapshot]

    @Test(arguments: Need.ofSnapshots + Need.carriedBySnapshots)
    func keepsWhatIsNeededAndNothingElse(_ need: Need) async throws {
        let scene = Scene(snapshots: Self.both)
        scene.sandbox.withRegion { need.arrange(&$0, Scene.neededSnapshot) }
        let decisions = try await scene.snapshotPlan()
        #expect(decisions[Scene.neededSnapshot]?.keeper?.rule == need.rule)
        #expect(decisions[Scene.neededSnapshot]?.keeper?.verdict == .keep)
        #expect(decisions[Scene.otherSnapshot]?.action == .retire)
        let run = try await scene.runSnapshots()
        #expect(scene.snapshots == [Scene.neededSnapshot])
        #expect(!scene.touched.contains(Scene.neededSnapshot))
        #expect(run.report.tally.keptBy == [need.rule.rawValue: 1])
        #expect(run.report.status == .ok)
    }

    @Test(arguments: Need.ofSnapshots, [FaultRule.Kind.denied, .throttle, .wrongXML])
    func keepsWhatCannotBeEvaluated(_ need: Need, _ fault: FaultRule.Kind) async throws {
        let scene = Scene(snapshots: Self.both)
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: need.action, trigger: .rate(1), kind: fault)]))
        let decision = try #require(try await scene.snapshotPlan()[Scene.neededSnapshot])
        #expect(decision.keeper?.rule == need.rule)
        #expect(decision.keeper?.verdict == .notEvaluated)
        #expect(decision.keeper?.sentence.contains(need.action) == true)
        let report = try await scene.runSnapshots().report
        #expect(scene.snapshots == Self.both)
        #expect(scene.mutations.isEmpty)
        #expect(report.status == .partial)
        #expect(report.tally.notEvaluated == 2)
        #expect(report.text.contains("because a guard could not be evaluated"))
    }

    @Test func callsWhatItsStepsDeclareAndNothingElse() async throws {
        var scene = Scene(snapshots: Self.both)
        try await scene.runSnapshots()
        // The Recycle Bin is looked into under one rule only.
        #expect(!scene.sandbox.log.contains { $0.action == "ListImagesInRecycleBin" })
        scene.policy.retain.orphans = PolicyDuration("1d")
        try await scene.runSnapshots()
        let steps: [WorkerStep] = [.listExpiredSnapshots, .deleteSnapshot]
        #expect(Set(scene.sandbox.log.map { "ec2:" + $0.action }) == Set(steps.flatMap(\.ec2Actions)))
    }

    /// What an image left behind passes by no guard.
    @Test(arguments: Need.ofSnapshots + Need.carriedBySnapshots)
    func keepsAnOrphanThatIsNeeded(_ need: Need) async throws {
        var scene = Scene(snapshots: [])
        scene.policy.retain = RetentionPolicy(orphans: PolicyDuration("1d"), lastMayGo: true)
        for snapshotID in Self.both {
            scene.put(snapshot: snapshotID, description: "Created by CreateImage(i-1) for ami-0abc")
        }
        scene.sandbox.withRegion { need.arrange(&$0, Scene.neededSnapshot) }
        let decisions = try await scene.snapshotPlan()
        #expect(decisions[Scene.neededSnapshot]?.keeper?.rule == need.rule)
        #expect(decisions[Scene.otherSnapshot]?.action == .retire)
        try await scene.runSnapshots()
        #expect(scene.snapshots == [Scene.neededSnapshot])
        #expect(!scene.touched.contains(Scene.neededSnapshot))
    }

    @Test(arguments: Need.ofSnapshots + Need.carriedBySnapshots)
    func looksAgainRightBeforeTheDeletion(_ need: Need) async throws {
        let scene = Scene(snapshots: Self.both)
        let run = try await scene.runSnapshots { _ in
            scene.sandbox.withRegion { need.arrange(&$0, Scene.neededSnapshot) }
        }
        #expect(scene.snapshots == [Scene.neededSnapshot])
        #expect(!scene.touched.contains(Scene.neededSnapshot))
        #expect(run.report.tally.keptLater == 1)
        #expect(run.results.first { $0.snapshotID == Scene.neededSnapshot }?.reason == need.rule.rawValue)
    }

    /// What fails only at the second look keeps as well, and what may pass is worth another try.
    @Test(arguments: Need.ofSnapshots)
    func keepsWhatCannotBeEvaluatedAtTheSecondLook(_ need: Need) async throws {
        for (fault, outcome) in [(FaultRule.Kind.denied, ItemResult.Outcome.kept), (.throttle, .failed)] {
            let scene = Scene(snapshots: Self.both)
            let run = try await scene.runSnapshots { _ in
                let rule = FaultRule(action: need.action, trigger: .rate(1), kind: fault)
                scene.sandbox.inject(FaultPlan(rules: [rule]))
            }
            #expect(scene.snapshots == Self.both)
            #expect(run.results.map(\.outcome) == [outcome, outcome])
            #expect(run.results.allSatisfy { ($0.notEvaluated == true) == (outcome == .kept) })
        }
    }

    @Test func asksOnlyWhatThePolicyHasOn() async throws {
        let scene = Scene(guards: .off, snapshots: Self.both)
        #expect(try await scene.snapshotPlan().values.allSatisfy { $0.action == .retire })
        #expect(Set(scene.sandbox.log.map(\.action)) == ["DescribeImages", "DescribeSnapshots"])
    }

    @Test func asksAboutTheAccountOnce() async throws {
        let scene = Scene(snapshots: (10..<50).map { "snap-000000000000000\($0)" })
        _ = try await scene.snapshotPlan()
        let calls = Dictionary(grouping: scene.sandbox.log, by: \.action).mapValues(\.count)
        #expect(calls["DescribeSnapshotAttribute"] == 40)
        #expect(calls.filter { $0.key != "DescribeSnapshotAttribute" }.allSatisfy { $0.value == 1 })
    }

    /// Kept ones do not count against the limits, and those that nobody could answer for do.
    @Test func countsForTheLimitsWhatTheGuardsLetGo() async throws {
        var scene = Scene(snapshots: Self.both)
        scene.policy.limits = LimitPolicy(percent: 50)
        let error = await #expect(throws: StepError.self) { try await scene.runSnapshots() }
        #expect(error?.message == "would retire 2 of 2 selected snapshots: above limits.percent 50")
        #expect(scene.mutations.isEmpty)
        let lock = try #require(Need.ofSnapshots.first)
        scene.sandbox.withRegion { lock.arrange(&$0, Scene.neededSnapshot) }
        try await scene.runSnapshots()
        #expect(scene.snapshots == [Scene.neededSnapshot])
    }

    /// A thousand are a page; report mode counts all of them and hands on none.
    @Test func goesThroughAllPages() async throws {
        var scene = Scene(snapshots: (1000..<2010).map { "snap-0000000000000\($0)" })
        scene.policy.limits = LimitPolicy(items: 5000)
        scene.policy.mode = .report
        let report = try await scene.runSnapshots().report
        #expect(report.tally.wouldRetire == 1010)
        #expect(scene.mutations.isEmpty)
        scene.policy.mode = .enforce
        #expect(try await scene.runSnapshots().report.tally.retired == 1010)
        #expect(scene.snapshots.isEmpty)
    }
}
