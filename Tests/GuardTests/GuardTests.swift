// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// A scene a guard: the image is kept with exactly that reason, and the same image without it goes.
struct GuardTests {
    @Test(arguments: Need.all)
    func keepsWhatIsNeededAndNothingElse(_ need: Need) async throws {
        let scene = Scene(guards: need.guards)
        scene.sandbox.withRegion { need.arrange(&$0, Scene.needed) }
        let decisions = try await scene.plan()
        #expect(decisions[Scene.needed]?.keeper?.rule == need.rule)
        #expect(decisions[Scene.needed]?.keeper?.verdict == .keep)
        #expect(decisions[Scene.other]?.action == .retire)
        let run = try await scene.run()
        #expect(scene.images == [Scene.needed])
        #expect(run.report.tally.keptBy == [need.rule.rawValue: 1])
        #expect(run.report.status == .ok)
    }

    /// Access denied, throttled beyond retries, an answer that is none: the image stays, and the run says so.
    @Test(arguments: Need.all, [FaultRule.Kind.denied, .throttle, .wrongXML])
    func keepsWhatCannotBeEvaluated(_ need: Need, _ fault: FaultRule.Kind) async throws {
        let scene = Scene(guards: need.guards)
        scene.sandbox.withRegion { need.arrange(&$0, Scene.needed) }
        scene.sandbox.inject(FaultPlan(rules: [FaultRule(action: need.action, trigger: .rate(1), kind: fault)]))
        let decision = try #require(try await scene.plan()[Scene.needed])
        #expect(decision.keeper?.rule == need.rule)
        #expect(decision.keeper?.verdict == .notEvaluated)
        #expect(decision.keeper?.sentence.contains(need.action) == true)
        let report = try await scene.run().report
        #expect(scene.images == [Scene.needed, Scene.other])
        #expect(scene.mutations.isEmpty)
        #expect(report.status == .partial)
        #expect(report.tally.notEvaluated == 2)
        #expect(report.text.contains("because a guard could not be evaluated"))
    }

    @Test(arguments: Need.all)
    func looksAgainRightBeforeTheDeletion(_ need: Need) async throws {
        let scene = Scene(guards: need.guards)
        let run = try await scene.run { _ in
            scene.sandbox.withRegion { need.arrange(&$0, Scene.needed) }
        }
        #expect(scene.images == [Scene.needed])
        #expect(run.report.tally.keptLater == 1)
        #expect(run.results.first { $0.imageID == Scene.needed }?.reason == need.rule.rawValue)
    }

    @Test(arguments: [(7.0, true), (7.99, true), (8.01, false)])
    func countsADayMoreForALaunchBecauseEC2TellsADayLate(days: Double, isKept: Bool) async throws {
        let scene = Scene()
        let launched = scene.sandbox.now.addingTimeInterval(-days * 86_400)
        try scene.change { $0.lastLaunchedTime = launched }
        let decision = try #require(try await scene.plan()[Scene.needed])
        #expect((decision.keeper?.rule == .launched) == isKept)
        #expect((decision.action == .retire) == !isKept)
    }

    @Test func keepsThePublic() async throws {
        let scene = Scene()
        try scene.change { $0.launchPermissions = [.everybody] }
        #expect(try await scene.plan()[Scene.needed]?.keeper == Finding(.shared, .keep, "is public"))
    }

    @Test func keepsTheParentOfAnImageOnRequest() async throws {
        var scene = Scene()
        try scene.change(Scene.other) { $0.sourceImageID = Scene.needed }
        #expect(try await scene.plan().values.allSatisfy { $0.action == .retire })
        scene.policy.guards.ancestry = true
        let decisions = try await scene.plan()
        #expect(decisions[Scene.needed]?.keeper == Finding(.ancestry, .keep, "\(Scene.other) was made of it"))
        #expect(decisions[Scene.other]?.action == .retire)
    }

    @Test func keepsTheParentOfAnImageThatThePolicyIsNotAbout() async throws {
        var scene = Scene()
        scene.policy.guards.ancestry = true
        scene.policy.select = SelectionPolicy(names: ["name of \(Scene.needed)"])
        try scene.change(Scene.other) { $0.sourceImageID = Scene.needed }
        let listed = try await ListExpiredImages.run(
            .init(policy: scene.policy, now: scene.now),
            ec2: scene.ec2,
            context: StepContext()
        )
        #expect(listed.items.isEmpty)
        #expect(listed.tally.scanned == 2)
        #expect(listed.tally.selected == 1)
        #expect(listed.tally.keptBy == ["selection": 1, "ancestry": 1])
        let item = ImageItem(imageID: Scene.needed, snapshotIDs: [])
        func lookAgain() async throws -> DeregisterImage.Output {
            let input = DeregisterImage.Input(policy: scene.policy, now: scene.now, item: item)
            return try await DeregisterImage.run(input, ec2: scene.ec2, context: StepContext())
        }
        #expect(try await lookAgain().reason == "ancestry")
        #expect(scene.mutations.isEmpty)
        // One that is deregistered itself needs nothing any more.
        try await scene.ec2.deregisterImage(Scene.other)
        #expect(try await lookAgain().outcome == .deregistered)
    }

    @Test func saysWhichImageThatThePolicyIsNotAboutUsesASnapshot() async throws {
        var scene = Scene()
        scene.policy.select = SelectionPolicy(names: ["name of \(Scene.needed)"])
        let shared = Scene.snapshotID(of: Scene.needed)
        try scene.change(Scene.other) { $0.devices[0].ebs?.snapshotID = shared }
        let remark = Finding(.sharedSnapshots, .remark, "\(shared) stays: \(Scene.other) uses it too")
        #expect(try await scene.plan()[Scene.needed]?.findings.contains(remark) == true)
        let run = try await scene.run()
        #expect(run.results.map(\.snapshotsKept) == [1])
        #expect(scene.images == [Scene.other])
    }

    @Test func keepsWhatAnInstanceInAnotherRegionWasLaunchedFromByACopy() async throws {
        var scene = Scene()
        scene.sandbox.withRegion("eu-west-1") { region in
            var copy = ImageRecord(
                id: "ami-000000000000000c0",
                ownerID: region.accountID,
                name: "copy",
                creationDate: region.now
            )
            copy.sourceImageID = Scene.needed
            region.put(copy)
            region.put(Need.instance("i-0000000000000000c", copy.id, .running, region))
        }
        #expect(try await scene.plan()[Scene.needed]?.action == .retire)
        scene.policy.guards.regions = ["eu-west-1", "eu-central-1"]
        let decisions = try await scene.plan()
        #expect(decisions[Scene.needed]?.keeper?.rule == .copies)
        #expect(decisions[Scene.needed]?.keeper?.sentence.contains("eu-west-1") == true)
        #expect(decisions[Scene.other]?.action == .retire)
        scene.policy.guards.regions = ["mars-north-1"]
        #expect(try await scene.plan()[Scene.other]?.keeper?.verdict == .notEvaluated)
    }

    @Test func asksOnlyWhatThePolicyHasOn() async throws {
        let scene = Scene(guards: .off)
        #expect(try await scene.plan().values.allSatisfy { $0.action == .retire })
        #expect(Set(scene.sandbox.log.map(\.action)) == ["DescribeImages"])
    }

    /// Facts about the account are asked once, however many images there are.
    @Test func asksAboutTheAccountOnce() async throws {
        let scene = Scene(images: (0..<40).map { "ami-" + String(repeating: "0", count: 15) + String($0 + 10) })
        _ = try await scene.plan()
        let calls = Dictionary(grouping: scene.sandbox.log, by: \.action).mapValues(\.count)
        #expect(calls["DescribeImageReferences"] == 4)
        #expect(calls["DescribeImageAttribute"] == 40)
        #expect(
            calls.filter { !["DescribeImageReferences", "DescribeImageAttribute"].contains($0.key) }
                .allSatisfy { $0.value == 1 }
        )
    }

    @Test func seesVersionsOnceAndNewOnesAgain() async throws {
        let scene = Scene(guards: Need.unreferenced)
        let need = try #require(Need.all.first { $0.rule == .launchTemplates })
        scene.sandbox.withRegion { need.arrange(&$0, "ami-00000000000000fff") }
        _ = try await scene.plan()
        scene.sandbox.clearLog()
        #expect(try await scene.plan()[Scene.needed]?.action == .retire)
        #expect(!scene.sandbox.log.map(\.action).contains("DescribeLaunchTemplateVersions"))
        scene.sandbox.withRegion { region in
            guard var template = region.launchTemplates.map({ $0 }).first else { return }
            let number = template.versions.count + 1
            template.versions.append(.init(number: number, createTime: region.now, imageID: Scene.needed))
            region.put(template)
        }
        #expect(try await scene.plan()[Scene.needed]?.keeper?.rule == .launchTemplates)
    }

    @Test func stopsBeforeItActsWhereItWouldRetireTooMuch() async throws {
        var scene = Scene()
        scene.policy.limits = LimitPolicy(percent: 50)
        let error = await #expect(throws: StepError.self) { try await scene.run() }
        #expect(error?.type == StepError.Name.limitExceeded.rawValue)
        #expect(error?.message == "would retire 2 of 2 selected images: above limits.percent 50")
        #expect(scene.mutations.isEmpty)
    }
}

extension FaultRule.Kind {
    static let denied = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "not allowed", status: 403)
}
