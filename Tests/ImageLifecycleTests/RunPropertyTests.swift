// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

/// What must hold for every account.
struct RunPropertyTests {
    @Test(arguments: 0..<150)
    func retiresNothingThatSomethingKeeps(seed: Int) async throws {
        let account = RandomAccount(seed: seed)
        let ec2 = await account.ec2()
        let run = try await Run.perform(account.policy, on: ec2)
        let mayGo = account.mayGo
        #expect(Set(run.items.map(\.imageID)) == mayGo)
        let left = await ec2.images
        #expect(Set(left.map(\.imageID)) == Set(account.images.map(\.imageID)).subtracting(mayGo))
        // Nothing that is left lost a snapshot, and nothing that is gone left one of its own behind.
        let snapshotIDs = Set(await ec2.snapshots.map(\.snapshotID))
        let needed = Set(left.flatMap(\.snapshotIDs))
        #expect(needed.isSubset(of: snapshotIDs))
        let orphans = snapshotIDs.subtracting(needed)
        #expect(orphans.isSubset(of: account.keptSnapshotIDs))
        #expect(run.report.tally.scanned == account.images.count)
        #expect(run.report.tally.keptBy.values.reduce(0, +) + run.report.tally.wouldRetire == account.images.count)
        #expect(run.report.tally.unaccounted == 0)
        #expect(run.report.tally.retired == mayGo.count)

        // A second run finds nothing more to do.
        await ec2.forgetCalls()
        let again = try await Run.perform(account.policy, on: ec2)
        #expect(again.items.isEmpty)
        #expect(await FakeEC2.mutations.isDisjoint(with: ec2.calls))
        // Every item handled twice ends as well as once.
        for item in run.items {
            let result = try await Run.retire(item, account.policy, on: ec2)
            #expect(result.outcome == .alreadyGone)
        }
        #expect(await ec2.images == left)
    }

    @Test(arguments: 0..<50)
    func neverActsInReportMode(seed: Int) async throws {
        let account = RandomAccount(seed: seed)
        let ec2 = await account.ec2()
        var report = account.policy
        report.mode = .report
        let run = try await Run.perform(report, on: ec2)
        #expect(run.items.isEmpty)
        #expect(run.report.tally.wouldRetire == account.mayGo.count)
        for image in account.images {
            let item = ImageItem(imageID: image.imageID, snapshotIDs: image.snapshotIDs)
            _ = try await Run.retire(item, report, on: ec2)
        }
        #expect(await FakeEC2.mutations.isDisjoint(with: ec2.calls))
    }

    /// What simulations rest on: time alone never brings back into use what it has let go.
    @Test(arguments: 0..<100)
    func letsGoOfMoreAndMoreAsTimePasses(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) + 3)
        var account = RandomAccount(seed: seed)
        account.policy.retain.deleteOnTag = Bool.random(using: &generator) ? "DeleteOn" : nil
        account.policy.guards.launchedWithin = Bool.random(using: &generator) ? PolicyDuration("2d") : nil
        for index in account.images.indices {
            let days = Int.random(in: 1...14, using: &generator)
            account.images[index].tags.append(Tag(key: "DeleteOn", value: day(after: days)))
            guard Bool.random(using: &generator) else { continue }
            account.images[index].lastLaunchedTime = now.addingTimeInterval(Double(-days) * 7200)
        }
        let counts = countsAsTimePasses { time in
            let passing = ImageScreening.screen(account.images, policy: account.policy, now: time).filter(\.passes)
            return Set(passing.map(\.image.imageID))
        }
        // The comparison is of something: where there are images, time lets some of them go.
        #expect(counts.count > 1 || account.images.count < 6)
    }

    @Test(arguments: 0..<100)
    func letsGoOfMoreAndMoreSnapshotsAsTimePasses(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed) + 4)
        let snapshots = (0..<20).map { number in
            let tag = Tag(key: "DeleteOn", value: day(after: Int.random(in: 1...14, using: &generator)))
            var made = snapshot("snap-\(number)", tags: [tag])
            // A few are of nobody knows what.
            made.volumeID = number % 7 == 6 ? "vol-ffffffff" : "vol-\(number % 3)"
            made.startTime = now.addingTimeInterval(Double(Int.random(in: -400...0, using: &generator)) * 3600)
            if Bool.random(using: &generator) {
                made.description = "Created by CreateImage(i-0123456789abcdef0) for ami-0000000\(number % 10)"
            }
            return made
        }
        var policy = policy
        policy.retain = RetentionPolicy(
            age: Bool.random(using: &generator) ? PolicyDuration("8d") : nil,
            count: Bool.random(using: &generator) ? 2 : nil,
            deleteOnTag: Bool.random(using: &generator) ? "DeleteOn" : nil,
            orphans: PolicyDuration("5d")
        )
        let counts = countsAsTimePasses { [policy] time in
            let decisions = SnapshotDecision.decide(snapshots, images: [], recycled: [], policy: policy, now: time)
            return Set(decisions.filter(\.passes).map(\.snapshot.snapshotID))
        }
        #expect(counts.count > 1)
    }

    /// How many go at moments from long ago to long ahead, each of which must let go of all that those before it did.
    private func countsAsTimePasses(_ going: (Date) -> Set<String>) -> Set<Int> {
        var gone: Set<String> = []
        var counts: Set<Int> = []
        for hour in [-500, -200, -50, -1, 0, 1, 5, 24, 48, 100, 400, 9000] {
            let next = going(now.addingTimeInterval(Double(hour) * 3600))
            #expect(gone.isSubset(of: next), "after \(hour) hours")
            gone = next
            counts.insert(next.count)
        }
        return counts
    }

    @Test(arguments: 0..<3)
    func coversEveryCandidateOnceWhileImagesVanish(seed: Int) async throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let images = (0..<2100).map { index in
            // Many of the same age: the id decides the order among them.
            image("ami-\(10_000 + index)", ageSeconds: hours(30) + Int.random(in: 0..<40, using: &generator))
        }
        let ec2 = FakeEC2(images: images.shuffled(using: &generator))
        var vanished: Set<String> = []
        var handedOn: Set<String> = []
        let run = try await Run.perform(policy, on: ec2) { page in
            handedOn.formUnion(page.items.map(\.imageID))
            for _ in 0..<50 {
                guard let victim = images.randomElement(using: &generator)?.imageID else { return }
                if !handedOn.contains(victim) { vanished.insert(victim) }
                await ec2.vanish(victim)
            }
        }
        #expect(run.pages >= 3)
        #expect(run.items.count == Set(run.items.map(\.imageID)).count)
        #expect(Set(run.items.map(\.imageID)) == Set(images.map(\.imageID)).subtracting(vanished))
        #expect(run.report.tally.failed == 0)
        #expect(await ec2.images.isEmpty)
    }

    @Test(arguments: 0..<60)
    func keepsWhatCameIntoUseAfterTheListing(seed: Int) async throws {
        let account = RandomAccount(seed: seed)
        let ec2 = await account.ec2()
        var generator = SeededGenerator(seed: UInt64(seed + 1))
        var late: Set<String> = []
        _ = try await Run.perform(account.policy, on: ec2) { page in
            for item in page.items where Bool.random(using: &generator) {
                late.insert(item.imageID)
                if account.policy.guards.references && Bool.random(using: &generator) {
                    await ec2.add(reference(to: item.imageID))
                } else {
                    await ec2.change(item.imageID) { $0.tags.append(Tag(key: "shelflife:keep", value: "")) }
                }
            }
        }
        #expect(late.isSubset(of: await ec2.images.map(\.imageID)))
    }
}

/// The date so many days from now, `2026-01-31`.
private func day(after days: Int) -> String {
    String(ISO8601.text(now.addingTimeInterval(Double(days) * 86_400)).prefix(10))
}

/// An account of random images, and what an independent reading of the rules lets go.
struct RandomAccount {
    var images: [Image] = []
    var snapshots: [Snapshot] = []
    var references: [ImageReference] = []
    /// Images whose references cannot be asked.
    var unevaluable: Set<String> = []
    var policy = ImageLifecycleTests.policy
    private var pageSize: Int

    init(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        pageSize = Int.random(in: 1...7, using: &generator)
        policy.retain = retain(["1h", "24h", "3d", "1w"].randomElement(using: &generator) ?? "1h")
        policy.guards.references = Int.random(in: 0..<4, using: &generator) > 0
        policy.select = SelectionPolicy(tags: [TagSelector(key: "go", values: ["y*"])])
        for index in 0..<Int.random(in: 0...25, using: &generator) {
            let edges = [3600, hours(24), hours(72), hours(168)]
            let edge = (edges.randomElement(using: &generator) ?? 0) + Int.random(in: -1...1, using: &generator)
            let age = Bool.random(using: &generator) ? edge : Int.random(in: 0...hours(400), using: &generator)
            let ids = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                "snap-\(Int.random(in: 0..<30, using: &generator))"
            }
            var image = image("ami-\(index)", ageSeconds: age, snapshots: ids, tags: [Tag(key: "go", value: "yes")])
            switch Int.random(in: 0..<24, using: &generator) {
            case 0: image.tags = [Tag(key: "go", value: "no")]
            case 1: image.tags.append(Tag(key: "shelflife:keep", value: "1"))
            case 2: image.deregistrationProtection = .enabled("enabled-without-cooldown")
            case 3: image.tags.append(Tag(key: "aws:dlm:managed", value: "x"))
            case 4: image.name = "AwsBackup_x"
            case 5: image.state = .pending
            case 6: image.creationDate = nil
            case 7: image.state = .disabled
            case 8...11: references.append(reference(to: image.imageID))
            case 12: unevaluable.insert(image.imageID)
            default: break
            }
            images.append(image)
        }
        let guarded = Int.random(in: 0..<30, using: &generator)
        for snapshotID in Set(images.flatMap(\.snapshotIDs)).sorted() {
            let tags = snapshotID == "snap-\(guarded)" ? [Tag(key: "shelflife:keep", value: "")] : []
            snapshots.append(snapshot(snapshotID, tags: tags))
        }
    }

    func ec2() async -> FakeEC2 {
        let ec2 = FakeEC2(images: images, snapshots: snapshots, references: references, pageSize: pageSize)
        for imageID in unevaluable {
            await ec2.fail(id: imageID, with: .refusal("DescribeImageReferences", "InvalidAMIID.NotFound"))
        }
        return ec2
    }

    var keptSnapshotIDs: Set<String> { Set(snapshots.filter { !$0.tags.isEmpty }.map(\.snapshotID)) }

    /// The images that nothing keeps, found the plain way.
    var mayGo: Set<String> {
        let used = Set(references.map(\.imageID)).union(unevaluable)
        let going = images.filter { image in
            guard let created = image.creationDate,
                now.timeIntervalSince(created) > Double(policy.retain.age?.seconds ?? 0)
            else { return false }
            let keys = Set(image.tags.map(\.key))
            return image.tags.contains(Tag(key: "go", value: "yes"))
                && keys.isDisjoint(with: ["shelflife:keep", "aws:dlm:managed"])
                && image.deregistrationProtection == .disabled && image.name != "AwsBackup_x"
                && image.state != .pending && !(policy.guards.references && used.contains(image.imageID))
        }
        return Set(going.map(\.imageID))
    }
}
