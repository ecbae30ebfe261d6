// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// Whatever an account looks like and whatever fails: nothing that is needed, or may be, is touched.
struct GuardPropertyTests {
    @Test(arguments: 0..<120)
    func touchesNothingThatIsReferencedOrCannotBeEvaluated(seed: Int) async throws {
        var generator = SeededNumbers(seed: seed)
        let images = (0..<Int.random(in: 1...9, using: &generator)).map { "ami-0000000000000000\($0 + 1)" }
        let scene = Scene(guards: GuardPolicy(), images: images)
        var needed: Set<String> = []
        var late: [(imageID: String, need: Need)] = []
        for imageID in images {
            guard let need = Need.all.randomElement(using: &generator) else { continue }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                scene.sandbox.withRegion { need.arrange(&$0, imageID) }
                needed.insert(imageID)
            case 1: late.append((imageID, need))
            default: break
            }
        }
        var broken: Set<String> = []
        while Int.random(in: 0..<3, using: &generator) == 0, let need = Need.all.randomElement(using: &generator) {
            broken.insert(need.action)
        }
        let kinds = [FaultRule.Kind.denied, .throttle, .wrongXML, .connectionReset, .truncatedBody]
        let rules = broken.sorted().map { action in
            FaultRule(action: action, trigger: .rate(1), kind: kinds.randomElement(using: &generator) ?? .throttle)
        }
        scene.sandbox.inject(FaultPlan(rules: rules))
        let arriving = late
        try await scene.run { _ in
            for (imageID, need) in arriving { scene.sandbox.withRegion { need.arrange(&$0, imageID) } }
        }
        let left = Set(scene.images)
        #expect(left.isSuperset(of: needed))
        #expect(left.isSuperset(of: late.map(\.imageID)))
        // Parameters are followed only where a launch template names one, versions where there is a template.
        let always = broken.subtracting(["GetParameters", "DescribeLaunchTemplateVersions"])
        if always.isEmpty {
            if broken.isEmpty { #expect(left == needed.union(late.map(\.imageID))) }
        } else {
            #expect(left == Set(images))
            #expect(scene.mutations.isEmpty)
        }
    }

    /// Plan and report mode only look.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func sendsNothingThatChangesAnythingUnlessEnforced(seed: UInt64) async throws {
        let start = Scene.start
        let sandbox = EC2Sandbox(
            account: SampleAccount.make(seed: seed, images: 120, now: start),
            clock: .held(at: start)
        )
        let ec2 = Scene.client(sandbox)
        var policy = LifecyclePolicy(
            name: "report",
            mode: .report,
            select: SelectionPolicy(all: true),
            retain: RetentionPolicy(age: PolicyDuration("1d")),
            guards: .off,
            retire: RetirePolicy(grace: try #require(PolicyDuration("7d")))
        )
        for guards in [GuardPolicy(), .off] {
            policy.guards = guards
            let decisions = try await ImageDecision.plan(policy: policy, now: start, ec2: ec2)
            let listed = try await ListExpiredImages.run(
                .init(policy: policy, now: ImageLifecycle.Timestamp(start)),
                ec2: ec2,
                context: StepContext()
            )
            #expect(listed.items.isEmpty)
            for decision in decisions.prefix(20) {
                let item = ImageItem(imageID: decision.image.imageID, snapshotIDs: decision.image.snapshotIDs)
                let deregistered = try await DeregisterImage.run(
                    .init(policy: policy, now: ImageLifecycle.Timestamp(start), item: item),
                    ec2: ec2,
                    context: StepContext()
                )
                _ = try await DeleteImageSnapshots.run(
                    .init(policy: policy, item: item, deregistered: deregistered),
                    ec2: ec2,
                    context: StepContext()
                )
            }
        }
        #expect(sandbox.log.count > 10)
        #expect(sandbox.log.filter(\.isMutating).isEmpty)
    }
}

/// The same numbers on every run.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
