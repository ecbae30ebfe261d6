// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import Testing

/// Plan and report mode only look.
struct LookingOnlyTests {
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
            let snapshots = try await SnapshotDecision.plan(policy: policy, now: start, ec2: ec2)
            let expired = try await ListExpiredSnapshots.run(
                .init(policy: policy, now: ImageLifecycle.Timestamp(start)),
                ec2: ec2,
                context: StepContext()
            )
            #expect(expired.items.isEmpty)
            for decision in snapshots.prefix(20) {
                let item = ListExpiredSnapshots.Item(snapshotID: decision.snapshot.snapshotID)
                _ = try await DeleteSnapshot.run(
                    .init(policy: policy, now: ImageLifecycle.Timestamp(start), item: item),
                    ec2: ec2,
                    context: StepContext()
                )
            }
        }
        #expect(sandbox.log.count > 10)
        #expect(sandbox.log.filter(\.isMutating).isEmpty)
    }
}
