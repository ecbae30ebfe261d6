// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// The snapshot behind an image may be shared although the image is not: the image goes, and the snapshot stays.
struct SharedSnapshotTests {
    private static let snapshotID = Scene.snapshotID(of: Scene.needed)
    private static let shares = Need.ofSnapshots.filter { $0.rule == .shared }

    @Test(arguments: shares)
    func keepsTheSnapshotAndRetiresTheImage(_ need: Need) async throws {
        let scene = Scene()
        scene.sandbox.withRegion { need.arrange(&$0, Self.snapshotID) }
        let run = try await scene.run()
        #expect(scene.images.isEmpty)
        #expect(scene.snapshots == [Self.snapshotID])
        #expect(!scene.touched.contains(Self.snapshotID))
        #expect(run.results.map(\.snapshotsKept) == [1, 0])
        #expect(run.results.map(\.snapshotsDeleted) == [0, 1])
        #expect(run.report.status == .ok)
    }

    @Test func saysWhomItIsSharedWith() async throws {
        let scene = Scene(images: [Scene.needed])
        let share = try #require(Self.shares.first)
        scene.sandbox.withRegion { share.arrange(&$0, Self.snapshotID) }
        let item = ImageItem(imageID: Scene.needed, snapshotIDs: [Self.snapshotID])
        let deregistered = try await DeregisterImage.run(
            .init(policy: scene.policy, now: scene.now, item: item),
            ec2: scene.ec2,
            context: StepContext()
        )
        let output = try await DeleteImageSnapshots.run(
            .init(policy: scene.policy, item: item, deregistered: deregistered),
            ec2: scene.ec2,
            context: StepContext()
        )
        #expect(output.snapshots.map(\.outcome) == [.kept])
        #expect(output.snapshots.map(\.reason) == ["shared: is shared with 210987654321"])
    }

    @Test func keepsWhatNobodyMayTell() async throws {
        let scene = Scene(images: [Scene.needed])
        let rule = FaultRule(action: "DescribeSnapshotAttribute", trigger: .rate(1), kind: .denied)
        scene.sandbox.inject(FaultPlan(rules: [rule]))
        let run = try await scene.run()
        #expect(scene.snapshots == [Self.snapshotID])
        #expect(!scene.touched.contains(Self.snapshotID))
        #expect(run.results.map(\.notEvaluated) == [true])
        #expect(run.report.status == .partial)
        #expect(run.report.text.contains("or snapshots of theirs, because a guard could not be evaluated"))
    }

    /// What may pass is worth another try of the step; until then nothing is deleted.
    @Test(arguments: [(FaultRule.Kind.throttle, StepError.Name.throttled), (.wrongXML, .ec2Unavailable)])
    func asksForAnotherTryOfWhatMayPass(_ fault: FaultRule.Kind, _ name: StepError.Name) async throws {
        let scene = Scene(images: [Scene.needed])
        let rule = FaultRule(action: "DescribeSnapshotAttribute", trigger: .rate(1), kind: fault)
        scene.sandbox.inject(FaultPlan(rules: [rule]))
        let run = try await scene.run()
        #expect(run.results.map(\.error) == [name.rawValue])
        #expect(scene.snapshots == [Self.snapshotID])
        #expect(!scene.touched.contains(Self.snapshotID))
    }

    @Test func doesNotAskWhereThePolicySaysSo() async throws {
        var guards = GuardPolicy()
        guards.sources.remove(.shared)
        let scene = Scene(guards: guards, images: [Scene.needed])
        let share = try #require(Self.shares.first)
        scene.sandbox.withRegion { share.arrange(&$0, Self.snapshotID) }
        try await scene.run()
        #expect(scene.snapshots.isEmpty)
        #expect(!scene.sandbox.log.map(\.action).contains("DescribeSnapshotAttribute"))
    }
}
