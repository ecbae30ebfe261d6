// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import Testing

/// Whatever an account looks like and whatever fails: nothing that is needed, or may be, is touched.
///
/// Touched is what a changing request named, even one that EC2 refused. Reasons are there when the run begins, or come
/// between the listing and the deletion. Failures are for good, or come and go. Listings come in pages as short as one.
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

    /// What keeps only the snapshot behind an image.
    private static let shares = Need.ofSnapshots.filter { $0.rule == .shared }

    @Test(arguments: 0..<200)
    func touchesNoImageThatIsReferencedOrCannotBeEvaluated(seed: Int) async throws {
        var generator = SeededNumbers(seed: seed)
        let images = (0..<Int.random(in: 1...9, using: &generator)).map { "ami-0000000000000000\($0 + 1)" }
        let failures = Failures(of: Self.imageNeeds + Self.shares, seed: seed, using: &generator)
        let guards = GuardPolicy(
            references: failures.lasting.contains("DescribeImageReferences") || Bool.random(using: &generator),
            ancestry: true,
            regions: ["eu-west-1"]
        )
        let scene = Scene(guards: guards, images: images, configuration: .paging(using: &generator))
        // Without references the account's parameters are nobody's question.
        let needs = (Self.imageNeeds + [Need.copyInUse]).filter { guards.references || $0.rule != .references }
        let reasons = Reasons(for: images, among: needs, failing: failures.lasting, using: &generator)
        let snapshotIDs = images.map(Scene.snapshotID)
        let shares = Reasons(for: snapshotIDs, among: Self.shares, failing: failures.lasting, using: &generator)
        for some in [reasons, shares] { some.arrange(some.early, in: scene) }
        scene.sandbox.inject(failures.plan)
        let throwing = await runs {
            try await scene.run { _ in for some in [reasons, shares] { some.arrange(some.late, in: scene) } }
        }

        let (left, touched) = (Set(scene.images), scene.touched)
        #expect(left.isSuperset(of: reasons.needed))
        #expect(touched.isDisjoint(with: reasons.needed.union(snapshots(reasons.needed)).union(shares.needed)))
        var asked = failures.lasting
        if asked.remove("DescribeSnapshotAttribute") != nil {
            #expect(touched.isDisjoint(with: snapshots(images)))
        }
        // Some questions come up only where there is a template or a parameter to follow.
        asked.subtract(["GetParameters", "DescribeLaunchTemplateVersions"])
        if !asked.isEmpty || throwing {
            #expect(left.isSuperset(of: images))
            #expect(touched.isDisjoint(with: snapshots(images).union(images)))
        } else if failures.plan.rules.isEmpty {
            #expect(left.intersection(images) == reasons.needed)
            #expect(
                snapshots(images).intersection(scene.snapshots) == snapshots(reasons.needed).union(shares.needed)
            )
        }
    }

    @Test(arguments: 0..<200)
    func touchesNoSnapshotThatIsNeededOrCannotBeEvaluated(seed: Int) async throws {
        var generator = SeededNumbers(seed: 10_000 + seed)
        let snapshots = (0..<Int.random(in: 1...9, using: &generator)).map { "snap-0000000000000000\($0 + 1)" }
        let scene = Scene(snapshots: snapshots, configuration: .paging(using: &generator))
        let failures = Failures(of: Self.snapshotNeeds, seed: seed, using: &generator)
        let reasons = Reasons(
            for: snapshots,
            among: Self.snapshotNeeds,
            failing: failures.lasting,
            using: &generator
        )
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

    private func snapshots(_ imageIDs: some Sequence<String>) -> Set<String> {
        Set(imageIDs.map(Scene.snapshotID))
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

extension SandboxConfiguration {
    /// Pages of any length, down to one.
    fileprivate static func paging(using generator: inout SeededNumbers) -> SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.mostPerPage = [nil, 1, 2, 5].randomElement(using: &generator) ?? nil
        return configuration
    }
}

/// Which resources are needed for what, some of them only after the listing.
private struct Reasons: Sendable {
    private(set) var early: [(id: String, need: Need)] = []
    private(set) var late: [(id: String, need: Need)] = []

    var needed: Set<String> { Set((early + late).map(\.id)) }

    /// Where questions fail for good, the first resource is needed for what one of them would have told.
    init(for ids: [String], among needs: [Need], failing: Set<String>, using generator: inout SeededNumbers) {
        let hidden = needs.filter { failing.contains($0.action) }.randomElement(using: &generator)
        if let first = ids.first, let hidden { early.append((first, hidden)) }
        for id in hidden == nil ? ids[...] : ids.dropFirst() {
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
///
/// For every other seed it is one question alone, each in its turn and in every way: another failure would hide it.
private struct Failures {
    private static let kinds = [FaultRule.Kind.denied, .throttle, .wrongXML, .connectionReset, .truncatedBody]

    private(set) var plan = FaultPlan(rules: [])
    private(set) var lasting: Set<String> = []

    init(of needs: [Need], seed: Int, using generator: inout SeededNumbers) {
        guard !seed.isMultiple(of: 2) else {
            let actions = Set(needs.map(\.action)).sorted()
            let (kind, action) = (seed / 2).quotientAndRemainder(dividingBy: actions.count)
            lasting = [actions[action]]
            let rule = FaultRule(
                action: actions[action],
                trigger: .rate(1),
                kind: Self.kinds[kind % Self.kinds.count]
            )
            plan = FaultPlan(rules: [rule])
            return
        }
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
