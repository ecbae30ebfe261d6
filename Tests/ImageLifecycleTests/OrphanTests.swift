// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// Snapshots whose image is gone, and everything that only looks like one.
struct OrphanTests {
    private static let made = "Created by CreateImage(i-0123456789abcdef0) for ami-0000000a"
    private static let copied = """
        Copied for DestinationAmi ami-0000000b from SourceAmi ami-0000000c for SourceSnapshot snap-0000000d. \
        Task created on 1,700,000,000,000.
        """

    @Test(arguments: [
        (made, "vol-1", "ami-0000000a"),
        (copied, "vol-ffffffff", "ami-0000000b"),
        (copied, "vol-1", "ami-0000000b"),
        // The description of a copy is whatever the copier wrote.
        (made, "vol-ffffffff", nil),
        ("[Copied snap-1 from us-east-1] " + made, "vol-1", nil),
        (made + " (kept)", "vol-1", nil),
        ("Created by CreateImage(me) for ami-0000000a", "vol-1", nil),
        ("Created by CreateImage(i-1) for ami-0a from vol-1", "vol-1", "ami-0a"),
        ("Created by CreateImage(i-1) for ami-0a from my friends", "vol-1", nil),
        ("Created by CreateImage(i-1) for my-image", "vol-1", nil),
        ("Created by CreateImage(i-1) for ami-", "vol-1", nil),
        ("Created by CreateImage(i-1) for ami-xyz", "vol-1", nil),
        ("Created by", "vol-1", nil), ("Copied for DestinationAmi", "vol-1", nil), ("", "vol-1", nil),
    ])
    func readsTheImageFromTheDescription(_ description: String, volumeID: String, imageID: String?) {
        let snapshot = Snapshot(snapshotID: "snap-1", volumeID: volumeID, description: description)
        #expect(snapshot.madeForImageID == imageID)
    }

    @Test func takesACopyOfItsOwnForNobodysPart() {
        let tag = Tag(key: ShelflifeTag.sourceSnapshot, value: "snap-9")
        let snapshot = Snapshot(snapshotID: "snap-1", description: Self.copied, tags: [tag])
        #expect(snapshot.madeForImageID == nil)
    }

    @Test func deletesWhatNoImageNeedsAndNothingElse() async throws {
        let ec2 = account()
        let tally = try await sweep(ec2)
        #expect(await Set(ec2.snapshots.map(\.snapshotID)) == Self.stay)
        #expect(tally.wouldRetire == 1)
        #expect(tally.keptBy == ["orphan": 6, "keepTag": 1])
    }

    @Test func touchesNothingInReportMode() async throws {
        let ec2 = account()
        let tally = try await sweep(ec2) { $0.mode = .report }
        #expect(tally.wouldRetire == 1)
        #expect(await FakeEC2.mutations.isDisjoint(with: ec2.calls))
    }

    @Test func keepsTheLastBackupOfAVolumeUnlessToldOtherwise() async throws {
        let ec2 = account()
        let tally = try await sweep(ec2) { $0.retain.lastMayGo = false }
        #expect(tally.wouldRetire == 0)
        #expect(tally.keptBy["last"] == 2)
    }

    @Test func isPlannedAsItIsDone() async throws {
        let decisions = try await SnapshotDecision.plan(policy: orphans, now: now, ec2: account())
        #expect(decisions.filter { $0.action == .retire }.map(\.snapshot.snapshotID) == ["snap-gone"])
        #expect(!decisions.contains { $0.keeper?.verdict == .notEvaluated })
    }

    @Test func neverAsksTheRecycleBinWithoutTheRule() async throws {
        let ec2 = account()
        _ = try await sweep(ec2) { $0.retain = RetentionPolicy(age: PolicyDuration("1h"), lastMayGo: true) }
        #expect(await !ec2.calls.contains("ListImagesInRecycleBin"))
    }

    @Test func keepsEverythingWhenNobodySaysWhatIsInTheRecycleBin() async throws {
        let ec2 = account()
        await ec2.fail("ListImagesInRecycleBin", with: .refusal("ListImagesInRecycleBin", "UnauthorizedOperation"))
        let tally = try await sweep(ec2)
        #expect(tally.wouldRetire == 0)
        // Those that age or a keep tag keeps could not be judged either.
        #expect(tally.notEvaluated == 4)
        #expect(try await delete("snap-gone", on: ec2).notEvaluated == true)
        #expect(await ec2.snapshots.count == 8)
    }

    @Test func isTriedAgainWhenTheRecycleBinIsBusy() async {
        let ec2 = account()
        await ec2.fail("ListImagesInRecycleBin", with: .refusal("ListImagesInRecycleBin", "RequestLimitExceeded"))
        let error = await #expect(throws: StepError.self) { try await sweep(ec2) }
        #expect(error?.type == StepError.Name.throttled.rawValue)
    }

    /// Between listing and deleting the image was registered, restored or put to use.
    @Test func looksAgainBeforeItDeletes() async throws {
        let back = account()
        await back.add(image("ami-0000000a"))
        #expect(try await delete("snap-gone", on: back).reason == "orphan")
        let used = account()
        await used.add(image("ami-00000099", snapshots: ["snap-gone"]))
        #expect(try await delete("snap-gone", on: used).reason == "imageUse")
        let recycled = account()
        await recycled.recycle("ami-0000000a")
        #expect(try await delete("snap-gone", on: recycled).reason == "orphan")
        #expect(try await delete("snap-gone", on: account()).outcome == .retired)
    }

    @Test func isRefusedByTheWorkflowOfImages() async {
        let input = ListExpiredImages.Input(
            policy: policy(RetentionPolicy(orphans: PolicyDuration("1d"))),
            now: .init(now)
        )
        let error = await #expect(throws: StepError.self) {
            try await ListExpiredImages.run(input, ec2: account(), context: StepContext())
        }
        #expect(error?.type == StepError.Name.invalidPolicy.rawValue)
        #expect(error?.message.hasPrefix("retain.orphans: ") == true)
    }

    @Test func isReadFromAPolicyAndWrittenBack() throws {
        let text = #"{"policy": "o", "select": {"all": true}, "retain": {"orphans": "2d"}}"#
        let policy = try JSONDecoder().decode(LifecyclePolicy.self, from: Data(text.utf8))
        #expect(policy.retain.orphans == PolicyDuration("2d"))
        #expect(try JSONDecoder().decode(LifecyclePolicy.self, from: JSONEncoder().encode(policy)) == policy)
    }

    // MARK: Scene

    private static let stay: Set = [
        "snap-used", "snap-disabled", "snap-recycled", "snap-young", "snap-plain", "snap-kept", "snap-registered",
    ]

    /// One snapshot that is left behind, and seven that are not.
    private func account() -> FakeEC2 {
        var disabled = image("ami-0000000d", snapshots: ["snap-disabled"])
        disabled.state = .disabled
        func snapshot(_ name: String, of imageID: String?, ageHours: Int = 100, keep: Bool = false) -> Snapshot {
            Snapshot(
                snapshotID: "snap-" + name,
                volumeID: "vol-" + name,
                startTime: now.addingTimeInterval(-Double(hours(Double(ageHours)))),
                volumeSizeGiB: 8,
                description: imageID.map { "Created by CreateImage(i-1) for \($0)" } ?? "by hand",
                tags: keep ? [Tag(key: "shelflife:keep", value: "")] : []
            )
        }
        return FakeEC2(
            images: [image("ami-00000001", snapshots: ["snap-used"]), disabled, image("ami-00000003")],
            snapshots: [
                snapshot("gone", of: "ami-0000000a"),
                snapshot("used", of: "ami-00000001"), snapshot("disabled", of: "ami-0000000d"),
                // The image is there without this mapping: somebody changed it, and nobody knows why.
                snapshot("registered", of: "ami-00000003"),
                snapshot("recycled", of: "ami-0000000e"), snapshot("young", of: "ami-0000000f", ageHours: 20),
                snapshot("plain", of: nil), snapshot("kept", of: "ami-0000000b", keep: true),
            ],
            recycled: ["ami-0000000e"]
        )
    }

    private func policy(_ retain: RetentionPolicy) -> LifecyclePolicy {
        var policy = ImageLifecycleTests.policy
        policy.retain = retain
        return policy
    }

    private var orphans: LifecyclePolicy {
        policy(RetentionPolicy(orphans: PolicyDuration("1d"), lastMayGo: true))
    }

    private func sweep(_ ec2: FakeEC2, _ change: (inout LifecyclePolicy) -> Void = { _ in }) async throws -> Tally {
        var policy = orphans
        change(&policy)
        let input = ListExpiredSnapshots.Input(policy: policy, now: Timestamp(now))
        let listed = try await ListExpiredSnapshots.run(input, ec2: ec2, context: StepContext())
        for item in listed.items { _ = try await delete(item.snapshotID, on: ec2, policy) }
        return listed.tally
    }

    private func delete(
        _ snapshotID: String,
        on ec2: FakeEC2,
        _ policy: LifecyclePolicy? = nil
    ) async throws -> SnapshotItemResult {
        try await DeleteSnapshot.run(
            .init(policy: policy ?? orphans, now: Timestamp(now), item: .init(snapshotID: snapshotID)),
            ec2: ec2,
            context: StepContext()
        )
    }
}
