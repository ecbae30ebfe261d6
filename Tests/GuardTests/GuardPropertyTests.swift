// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// Whatever an account looks like and whatever fails: nothing that is needed, or may be, is touched.
///
/// Touched is what a changing request named, even one that EC2 refused. Reasons are there when the run begins, or come
/// between the listing and the deletion. Failures are for good, or come and go.
struct GuardPropertyTests {
    private static let imageNeeds = Need.all + Need.carriedByImages + Need.onRequest
    private static let snapshotNeeds = Need.ofSnapshots + Need.carriedBySnapshots

    /// The property is only worth what is in it.
    @Test func coversEveryGuard() {
        let options: Set<Finding.Rule> = [.launched, .ancestry, .copies]
        let carried: Set<Finding.Rule> = [.keepTag, .state, .awsBackup, .lifecycleManager]
        let ofImages = Set((Self.imageNeeds + [Need.copyInUse]).map(\.rule))
        #expect(
            ofImages
                == options.union(carried).union([.deregistrationProtection])
                .union(GuardPolicy.Source.allCases.map(\.rule))
        )
        let ofSnapshots = Set(Self.snapshotNeeds.map(\.rule))
        #expect(ofSnapshots == carried.union([.imageUse]).union(GuardPolicy.Source.ofSnapshots.map(\.rule)))
    }

    @Test(arguments: 0..<200)
    func touchesNoImageThatIsReferencedOrCannotBeEvaluated(seed: Int) async throws {
        var generator = SeededNumbers(seed: seed)
        let images = (0..<Int.random(in: 1...9, using: &generator)).map { "ami-0000000000000000\($0 + 1)" }
        let guards = GuardPolicy(references: Bool.random(using: &generator), ancestry: true, regions: ["eu-west-1"])
        let scene = Scene(guards: guards, images: images)
        // Without references the account's parameters are nobody's question.
        let needs = (Self.imageNeeds + [Need.copyInUse]).filter { guards.references || $0.rule != .references }
        let reasons = Reasons(for: images, among: needs, using: &generator)
        let failures = Failures(of: needs, using: &generator)
        reasons.arrange(reasons.early, in: scene)
        scene.sandbox.inject(failures.plan)
        let throwing = await runs { try await scene.run { _ in reasons.arrange(reasons.late, in: scene) } }

        let (left, touched) = (Set(scene.images), scene.touched)
        let snapshots = { (ids: Set<String>) in ids.union(ids.map(Scene.snapshotID)) }
        #expect(left.isSuperset(of: reasons.needed))
        #expect(touched.isDisjoint(with: snapshots(reasons.needed)))
        // Some questions come up only where there is a template or a parameter to follow.
        let asked = failures.lasting.subtracting(["GetParameters", "DescribeLaunchTemplateVersions"])
        if !asked.isEmpty || throwing {
            #expect(left.isSuperset(of: images))
            #expect(touched.isDisjoint(with: snapshots(Set(images))))
        } else if failures.plan.rules.isEmpty {
            #expect(left.intersection(images) == reasons.needed)
        }
    }

    @Test(arguments: 0..<200)
    func touchesNoSnapshotThatIsNeededOrCannotBeEvaluated(seed: Int) async throws {
        var generator = SeededNumbers(seed: 10_000 + seed)
        let snapshots = (0..<Int.random(in: 1...9, using: &generator)).map { "snap-0000000000000000\($0 + 1)" }
        let scene = Scene(snapshots: snapshots)
        let reasons = Reasons(for: snapshots, among: Self.snapshotNeeds, using: &generator)
        let failures = Failures(of: Self.snapshotNeeds, using: &generator)
        reasons.arrange(reasons.early, in: scene)
        scene.sandbox.inject(failures.plan)
        let throwing = await runs { try await scene.runSnapshots { _ in reasons.arrange(reasons.late, in: scene) } }

        let (left, touched) = (Set(scene.snapshots), scene.touched)
        #expect(left.isSuperset(of: reasons.needed))
        #expect(touched.isDisjoint(with: reasons.needed))
        if !failures.lasting.isEmpty || throwing {
            #expect(left == Set(snapshots))
            #expect(touched.isDisjoint(with: snapshots))
        } else if failures.plan.rules.isEmpty {
            #expect(left == reasons.needed)
        }
    }

    /// - Returns: whether the run broke off.
    private func runs(_ run: () async throws -> Void) async -> Bool {
        do {
            try await run()
            return false
        } catch {
            return true
        }
    }
}

/// Which resources are needed for what, some of them only after the listing.
private struct Reasons: Sendable {
    private(set) var early: [(id: String, need: Need)] = []
    private(set) var late: [(id: String, need: Need)] = []

    var needed: Set<String> { Set((early + late).map(\.id)) }

    init(for ids: [String], among needs: [Need], using generator: inout SeededNumbers) {
        for id in ids {
            guard let need = needs.randomElement(using: &generator) else { continue }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: early.append((id, need))
            case 1: late.append((id, need))
            default: break
            }
        }
    }

    func arrange(_ reasons: [(id: String, need: Need)], in scene: Scene) {
        for (id, need) in reasons {
            let region = need.rule == .copies ? "eu-west-1" : "us-east-1"
            scene.sandbox.withRegion(region) { need.arrange(&$0, id) }
        }
    }
}

/// Which questions fail, for good or now and then.
private struct Failures {
    private static let kinds = [FaultRule.Kind.denied, .throttle, .wrongXML, .connectionReset, .truncatedBody]

    private(set) var plan = FaultPlan(rules: [])
    private(set) var lasting: Set<String> = []

    init(of needs: [Need], using generator: inout SeededNumbers) {
        var rules: [FaultRule] = []
        while Int.random(in: 0..<3, using: &generator) == 0, let need = needs.randomElement(using: &generator) {
            let isLasting = Bool.random(using: &generator)
            let kind = Self.kinds.randomElement(using: &generator) ?? .throttle
            guard !rules.contains(where: { $0.action == need.action }) else { continue }
            rules.append(FaultRule(action: need.action, trigger: .rate(isLasting ? 1 : 0.4), kind: kind))
            if isLasting { lasting.insert(need.action) }
        }
        plan = FaultPlan(rules: rules)
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
