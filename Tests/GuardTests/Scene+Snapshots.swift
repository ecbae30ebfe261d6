// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle

/// Snapshots of their own, and the steps of their expiry.
extension Scene {
    static let neededSnapshot = "snap-0000000000000000a"
    static let otherSnapshot = "snap-0000000000000000b"

    /// Snapshots of 100 days without images.
    init(
        guards: GuardPolicy = GuardPolicy(),
        snapshots: [String],
        configuration: SandboxConfiguration = SandboxConfiguration()
    ) {
        self.init(guards: guards, images: [], configuration: configuration)
        policy.retain.lastMayGo = true
        for snapshotID in snapshots { put(snapshot: snapshotID) }
    }

    func put(snapshot snapshotID: String, description: String = "") {
        sandbox.withRegion { region in
            region.put(
                SnapshotRecord(
                    id: snapshotID,
                    ownerID: region.accountID,
                    volumeID: "vol-00000000000000001",
                    startTime: region.now.addingTimeInterval(-100 * 86_400),
                    sizeGiB: 8,
                    description: description
                )
            )
        }
    }

    /// What the account still has.
    var snapshots: [String] {
        sandbox.withRegion { region in region.snapshots.filter { $0.deletedAt == nil }.map(\.id).sorted() }
    }

    func snapshotPlan() async throws -> [String: SnapshotDecision] {
        let decisions = try await SnapshotDecision.plan(policy: policy, now: sandbox.now, ec2: ec2)
        return Dictionary(decisions.map { ($0.snapshot.snapshotID, $0) }) { first, _ in first }
    }

    /// A whole run of the steps of `expire-snapshots`.
    @discardableResult
    func runSnapshots(
        betweenSteps: (ListExpiredSnapshots.Output) async -> Void = { _ in }
    ) async throws -> (report: ReportRun.Output, results: [SnapshotItemResult]) {
        let run = try await pages(
            listing: { page, results in
                let listed = try await ListExpiredSnapshots.run(
                    .init(policy: policy, now: now, page: page, results: results),
                    ec2: ec2,
                    context: StepContext()
                )
                await betweenSteps(listed)
                return (listed.items, RunPage(cursor: listed.cursor, tally: listed.tally))
            },
            dealing: delete
        )
        let input = ReportRun.Input(
            policy: policy,
            now: now,
            execution: "scene",
            page: run.page,
            snapshotResults: run.last
        )
        return (try await report(input), run.all)
    }

    /// What the workflow's item does, its catcher included.
    private func delete(_ item: ListExpiredSnapshots.Item) async -> SnapshotItemResult {
        do throws(StepError) {
            let input = DeleteSnapshot.Input(policy: policy, now: now, item: item)
            return try await DeleteSnapshot.run(input, ec2: ec2, context: StepContext())
        } catch {
            var result = SnapshotItemResult(snapshotID: item.snapshotID, outcome: .failed)
            result.error = error.type
            return result
        }
    }

    /// Everything that a changing request named, whether it was refused or not.
    var touched: Set<String> {
        Set(sandbox.log.filter(\.isMutating).flatMap(\.parameters.values))
    }
}
