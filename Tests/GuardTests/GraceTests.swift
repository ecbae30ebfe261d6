// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// The ladder: marked and out of use first, deregistered when the grace is over.
struct GraceTests {
    private func makeScene(shared: Bool = true, steps: [RetirePolicy.Step] = RetirePolicy.Step.allCases) throws -> Scene
    {
        var guards = GuardPolicy()
        if !shared { guards.sources.remove(.shared) }
        var scene = Scene(guards: guards, images: [Scene.needed])
        scene.policy.retire = RetirePolicy(grace: try #require(PolicyDuration("7d")), steps: steps)
        return scene
    }

    @Test func takesAnImageOutOfUseAndDeregistersItWhenTheGraceIsOver() async throws {
        let scene = try makeScene()
        let first = try await scene.run()
        #expect(first.results.map(\.outcome) == [.marked])
        #expect(first.report.tally.marked == 1)
        #expect(first.report.status == .ok)
        #expect(scene.mutations == ["CreateTags", "EnableImageDeprecation", "DisableImage"])
        let image = try #require(scene.image())
        #expect(image.state == .disabled)
        #expect(image.deprecationTime != nil)
        #expect(image.tags.value(of: ShelflifeTag.retireAfter) == "2026-09-28T14:13:20Z")

        for days in [1 / 24.0, 1, 5.9] {
            scene.sandbox.clearLog()
            scene.wait(days: days)
            let later = try await scene.run()
            #expect(later.report.tally.keptBy == ["grace": 1])
            #expect(scene.mutations.isEmpty)
        }
        scene.wait(days: 1)
        let last = try await scene.run()
        #expect(last.results.map(\.outcome) == [.retired])
        #expect(scene.images.isEmpty)
        #expect(scene.mutations == ["DeregisterImage", "DeleteSnapshot"])
        #expect(try await scene.run().report.tally.wouldRetire == 0)
    }

    @Test(arguments: Need.all)
    func bringsAnImageBackThatIsNeededAgain(_ need: Need) async throws {
        var scene = try makeScene()
        scene.policy.guards = need.guards
        try await scene.run()
        scene.wait(days: 3)
        scene.sandbox.withRegion { need.arrange(&$0, Scene.needed) }
        let run = try await scene.run()
        #expect(run.results.map(\.outcome) == [.takenBack])
        #expect(run.report.status == .ok)
        let image = try #require(scene.image())
        #expect(image.state == .available)
        #expect(image.deprecationTime == nil)
        #expect(image.tags.isEmpty)
        scene.sandbox.clearLog()
        // The lock ends ten days after it began.
        scene.wait(days: 9)
        try await scene.run()
        #expect(scene.mutations.isEmpty)
    }

    @Test func callsWhatItsStepsDeclareAndNothingElse() async throws {
        let gone = try makeScene()
        gone.recycle(imageDays: 7, snapshotDays: 7)
        try await gone.run()
        gone.wait(days: 8)
        try await gone.run()
        var calls = Set(gone.sandbox.log.map(\.action))
        for need in Need.all {
            // Shared before, so that there are launch permissions to bring back.
            var scene = try makeScene(shared: false)
            try scene.change { $0.launchPermissions = [.account("210987654321")] }
            try await scene.run()
            scene.policy.guards = need.guards
            scene.wait(days: 3)
            scene.sandbox.withRegion { need.arrange(&$0, Scene.needed) }
            try await scene.run()
            calls.formUnion(scene.sandbox.log.map(\.action))
        }
        let steps: [WorkerStep] = [.listExpiredImages, .deregisterImage, .deleteImageSnapshots]
        let declared = Set(steps.flatMap(\.ec2Actions).map { String($0.drop { $0 != ":" }.dropFirst()) })
        #expect(calls == declared)
    }

    @Test func bringsBackWhatGetsAKeepTag() async throws {
        let scene = try makeScene()
        try await scene.run()
        try scene.change { $0.tags.append(ImageLifecycle.Tag(key: ShelflifeTag.keep, value: "")) }
        let run = try await scene.run()
        #expect(run.results.map(\.outcome) == [.takenBack])
        #expect(run.report.tally.keptBy == ["keepTag": 1])
        #expect(scene.image()?.tags.map(\.key) == [ShelflifeTag.keep])
        #expect(scene.image()?.state == .available)
    }

    @Test func leavesAMarkedImageAsItIsWhileAGuardCannotBeEvaluated() async throws {
        let scene = try makeScene()
        try await scene.run()
        scene.wait(days: 8)
        scene.sandbox.clearLog()
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: "DescribeFleets", trigger: .rate(1), kind: .denied)]))
        let report = try await scene.run().report
        #expect(report.tally.notEvaluated == 1)
        #expect(scene.mutations.isEmpty)
        scene.sandbox.inject(FaultPlan())
        try await scene.run()
        #expect(scene.images.isEmpty)
    }

    /// Disabling strips an image of its launch permissions for ever.
    @Test func remembersAndRestoresLaunchPermissions() async throws {
        let scene = try makeScene(shared: false)
        let permissions: [LaunchPermission] = [.account("210987654321"), .account("111111111111")]
        try scene.change { $0.launchPermissions = permissions }
        try await scene.run()
        #expect(scene.image()?.launchPermissions.isEmpty == true)
        #expect(scene.image()?.tags.value(of: ShelflifeTag.launchPermissions) == "111111111111 210987654321")
        try scene.change { $0.tags.append(ImageLifecycle.Tag(key: ShelflifeTag.keep, value: "")) }
        try await scene.run()
        #expect(scene.image().map { Set($0.launchPermissions) } == Set(permissions))
    }

    @Test func doesNotDisableWhatHasMoreLaunchPermissionsThanTagsHold() async throws {
        let scene = try makeScene(shared: false)
        try scene.change { image in
            image.launchPermissions = (0..<200).map { .account(String(100_000_000_000 + $0)) }
        }
        let run = try await scene.run()
        #expect(run.results.map(\.outcome) == [.marked])
        #expect(scene.image()?.state == .available)
        #expect(scene.image()?.launchPermissions.count == 200)
    }

    @Test(arguments: ["CreateTags", "EnableImageDeprecation", "DisableImage"])
    func goesOnWhereATryBrokeOff(action: String) async throws {
        let scene = try makeScene()
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: action, trigger: .calls([1]), kind: .denied)]))
        #expect(try await scene.run().results.map(\.outcome) == [.failed])
        try await scene.run()
        #expect(scene.image()?.state == .disabled)
        #expect(scene.image()?.deprecationTime != nil)
        scene.wait(days: 7.1)
        try await scene.run()
        #expect(scene.images.isEmpty)
    }

    @Test func takesBackOnlyWhatItDidItself() async throws {
        let scene = try makeScene()
        let deprecation = scene.sandbox.now.addingTimeInterval(-86_400)
        try scene.change { $0.deprecationTime = deprecation }
        try await scene.run()
        try scene.change { $0.tags.append(ImageLifecycle.Tag(key: ShelflifeTag.keep, value: "")) }
        try await scene.run()
        #expect(scene.image()?.deprecationTime == deprecation)
        #expect(scene.image()?.state == .available)
    }

    @Test func leavesTheMarksOfAnotherPolicyAlone() async throws {
        var scene = try makeScene()
        try await scene.run()
        scene.policy.name = "another"
        scene.sandbox.clearLog()
        scene.wait(days: 30)
        let report = try await scene.run().report
        #expect(report.tally.keptBy == ["grace": 1])
        #expect(scene.mutations.isEmpty)
    }

    @Test func takesOnlyTheStepsThatThePolicyNames() async throws {
        let scene = try makeScene(steps: [.tag])
        try await scene.run()
        #expect(scene.mutations == ["CreateTags"])
        scene.wait(days: 8)
        try await scene.run()
        #expect(scene.images.isEmpty)
    }
}
