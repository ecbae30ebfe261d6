// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

struct DeleteImageSnapshotsTests {
    @Test func deletesAndSucceedsAgain() async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1"), snapshot("snap-2")])
        let first = try await delete(["snap-1", "snap-2"], on: ec2)
        #expect(first.snapshots.map(\.outcome) == [.deleted, .deleted])
        #expect(first.result.snapshotsDeleted == 2)
        #expect(first.result.deletedGiB == 16)
        #expect(first.result.outcome == .retired)
        let second = try await delete(["snap-1", "snap-2"], on: ec2)
        #expect(second.snapshots.map(\.outcome) == [.alreadyGone, .alreadyGone])
        #expect(second.result.deletedGiB == 0)
    }

    @Test(arguments: [1, 1000])
    func keepsWhatAnotherImageUses(pageSize: Int) async throws {
        var disabled = image("ami-disabled", snapshots: ["snap-2"])
        disabled.state = .disabled
        let ec2 = FakeEC2(
            images: [image("ami-2", snapshots: ["snap-1"]), disabled, image("ami-3")],
            snapshots: ["snap-1", "snap-2", "snap-3"].map { snapshot($0) },
            pageSize: pageSize
        )
        let output = try await delete(["snap-1", "snap-2", "snap-3"], on: ec2)
        #expect(output.snapshots.map(\.outcome) == [.kept, .kept, .deleted])
        #expect(output.snapshots.map(\.reason) == ["ami-2 uses it too", "ami-disabled uses it too", nil])
        #expect(await ec2.snapshots.map(\.snapshotID) == ["snap-1", "snap-2"])
        #expect(await ec2.calls.count { $0 == "DeleteSnapshot" } == 1)
    }

    @Test(arguments: ["shelflife:keep", "aws:backup:source-resource", "aws:dlm:managed"])
    func keepsGuardedSnapshots(_ key: String) async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1", tags: [Tag(key: key, value: "x")])])
        #expect(try await delete(["snap-1"], on: ec2).snapshots.map(\.outcome) == [.kept])
        #expect(await !ec2.calls.contains("DeleteSnapshot"))
    }

    /// Somebody may have registered an image on another policy's backup, to try it.
    @Test func keepsTheBackupsOfAnotherPolicy() async throws {
        let ec2 = FakeEC2(snapshots: [
            snapshot("snap-1", tags: [Tag(key: "shelflife:policy", value: "volumes")]),
            snapshot("snap-2", tags: [Tag(key: "shelflife:policy", value: policy.name)]),
        ])
        let output = try await delete(["snap-1", "snap-2"], on: ec2)
        #expect(output.snapshots.map(\.outcome) == [.kept, .deleted])
        #expect(output.snapshots[0].reason == "owner: was made by the policy volumes")
    }

    @Test func keepsWhatThePolicyExcludes() async throws {
        let ec2 = FakeEC2(snapshots: [
            snapshot("snap-1", tags: [Tag(key: "legal-hold", value: "")]), snapshot("snap-2"),
        ])
        var excluding = policy
        excluding.select.exclude.tags = [TagSelector(key: "legal-hold")]
        excluding.select.exclude.ids = ["snap-2"]
        #expect(try await delete(["snap-1", "snap-2"], excluding, on: ec2).snapshots.map(\.outcome) == [.kept, .kept])
        #expect(await !ec2.calls.contains("DeleteSnapshot"))
    }

    @Test func keepsWhatEC2DoesNotPermitAndOwnsUpToALostAnswer() async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1"), snapshot("snap-2")])
        await ec2.fail(id: "snap-1", with: .refusal("DeleteSnapshot", "OperationNotPermitted"))
        var repeated = EC2Error.refusal("DeleteSnapshot", "InvalidSnapshot.NotFound")
        repeated.mayHaveActed = true
        await ec2.fail(id: "snap-2", with: repeated)
        #expect(try await delete(["snap-1", "snap-2"], on: ec2).snapshots.map(\.outcome) == [.kept, .deleted])
    }

    @Test func letsOneFailureHideNoOther() async throws {
        let ec2 = FakeEC2(snapshots: ["snap-1", "snap-2", "snap-3", "snap-4"].map { snapshot($0) })
        await ec2.fail(id: "snap-1", with: .refusal("DeleteSnapshot", "UnauthorizedOperation"))
        await ec2.fail(id: "snap-2", with: .refusal("DeleteSnapshot", "InvalidSnapshot.InUse", "used by ami-77"))
        await ec2.fail(id: "snap-3", with: .refusal("DeleteSnapshot", "InvalidSnapshot.NotFound"))
        let output = try await delete(["snap-1", "snap-2", "snap-3", "snap-4"], on: ec2)
        #expect(output.snapshots.map(\.outcome) == [.failed, .kept, .alreadyGone, .deleted])
        #expect(output.result.snapshotsFailed == 1)
        #expect(output.result.snapshotsKept == 1)
        #expect(output.result.snapshotsDeleted == 1)
        #expect(output.result.snapshotsGone == 1)
    }

    @Test(arguments: [
        (EC2Error.refusal("DeleteSnapshot", "InvalidSnapshot.InUse", "in use by ami-1"), "Shelflife.SnapshotInUse"),
        (.throttled, "Shelflife.Throttled"), (.unreachable, "Shelflife.EC2Unavailable"),
    ])
    func asksForAnotherTryAfterAllOthers(_ error: EC2Error, name: String) async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1"), snapshot("snap-2")])
        await ec2.fail(id: "snap-1", with: error)
        let failure = await #expect(throws: StepError.self) { try await delete(["snap-1", "snap-2"], on: ec2) }
        #expect(failure?.type == name)
        #expect(await ec2.snapshots.map(\.snapshotID) == ["snap-1"])
        await ec2.fail(id: "snap-1", with: nil)
        #expect(try await delete(["snap-1", "snap-2"], on: ec2).snapshots.map(\.outcome) == [.deleted, .alreadyGone])
    }

    @Test(arguments: ["DescribeImages", "DescribeSnapshots"])
    func deletesNothingItKnowsTooLittleAbout(_ action: String) async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1")])
        await ec2.fail(action, with: .refusal(action, "UnauthorizedOperation"))
        let failure = await #expect(throws: StepError.self) { try await delete(["snap-1"], on: ec2) }
        #expect(failure?.type == "Shelflife.AccessDenied")
        #expect(await ec2.snapshots.count == 1)
    }

    @Test func leavesAKeptImageAlone() async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1")])
        let output = try await delete(["snap-1"], outcome: .kept, on: ec2)
        #expect(output.result.outcome == .kept)
        #expect(await ec2.calls.isEmpty)
    }

    @Test func neverActsInReportMode() async throws {
        let ec2 = FakeEC2(snapshots: [snapshot("snap-1")])
        var report = policy
        report.mode = .report
        _ = try await delete(["snap-1"], report, on: ec2)
        #expect(await ec2.calls.isEmpty)
    }

    private func delete(
        _ snapshotIDs: [String],
        _ policy: LifecyclePolicy = policy,
        outcome: DeregisterImage.Outcome = .deregistered,
        on ec2: FakeEC2
    ) async throws -> DeleteImageSnapshots.Output {
        try await DeleteImageSnapshots.run(
            .init(
                policy: policy,
                item: ImageItem(imageID: "ami-1", snapshotIDs: snapshotIDs),
                deregistered: .init(imageID: "ami-1", outcome: outcome, snapshotIDs: snapshotIDs)
            ),
            ec2: ec2,
            context: StepContext()
        )
    }
}
