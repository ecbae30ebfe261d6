// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

extension SnapshotDecision {
    /// Decides about every own snapshot of an account without touching any.
    ///
    /// - Parameters:
    ///   - policy: what the user wants.
    ///   - now: the time by which ages are counted.
    ///   - ec2: the account.
    ///   - progress: hears how many of the snapshots that the cheap guards leave have been asked about.
    /// - Returns: a decision per snapshot, in EC2's order.
    /// - Throws: EC2Error when snapshots or images cannot be listed; guards that cannot be evaluated keep their
    ///   snapshots instead.
    package static func plan(
        policy: LifecyclePolicy,
        now: Date,
        ec2: some EC2,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws(EC2Error) -> [SnapshotDecision] {
        let snapshots = try await ec2.allSnapshots()
        let decisions = decide(
            snapshots,
            images: try await ec2.allImages(),
            recycled: try await ec2.recycledImageIDs(for: policy),
            policy: policy,
            now: now
        )
        let passing = decisions.filter(\.passes).map(\.snapshot)
        let answers = await GuardAnswers.page(by: passing, progress: progress) {
            await GuardAnswers.about($0, guards: policy.guards, ec2: ec2)
        }
        return decisions.map { $0.answered(answers.findings(on: $0.snapshot.snapshotID)) }
    }
}
