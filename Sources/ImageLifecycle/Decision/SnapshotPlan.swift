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
        var answers = GuardAnswers()
        var done = 0
        for chunk in passing.chunks(of: ListExpiredImages.mostItems) {
            progress(done, passing.count)
            answers.merge(await GuardAnswers.about(chunk, guards: policy.guards, ec2: ec2))
            done += chunk.count
        }
        progress(done, passing.count)
        return decisions.map { $0.answered(answers.findings(on: $0.snapshot.snapshotID)) }
    }
}
