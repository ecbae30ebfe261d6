// SPDX-License-Identifier: Apache-2.0

/// Deletes the snapshots whose copies are to take their place.
///
/// Looks once more before: every copy must be complete and carry its tags, and nothing may keep the source.
package enum DeleteSourceSnapshots: Step {
    /// What the step takes: `{"policy": {…}, "now": "…", "item": {"id": "i-01", "snapshotIDs": ["snap-01"]}}`.
    package typealias Input = BackupStepInput
    package typealias Output = BackupProgress

    package static let ec2Actions = [
        "ec2:DeleteSnapshot", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeRegions",
        "ec2:DescribeSnapshotAttribute", "ec2:DescribeSnapshots", "ec2:DescribeVolumes",
    ]

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let create = try input.policy.backups()
        guard input.policy.mode == .enforce else {
            return BackupProgress(input.item, failed: "report mode makes nothing")
        }
        var item = input.item
        do throws(EC2Error) {
            let snapshots = try await ec2.ownSnapshots(item.snapshotIDs ?? []).filter { $0.state == .completed }
            let survey = try await CopySurvey(snapshots, input, create, ec2: ec2)
            let spare = survey.spareSources
            let users = spare.isEmpty ? SnapshotUsers([]) : SnapshotUsers(try await ec2.imagesUsing(spare.sorted()))
            let exclude = input.policy.select.exclude
            let sources = snapshots.filter { spare.contains($0.snapshotID) }
            let sharing = await GuardAnswers.aboutSharing(sources, guards: input.policy.guards, ec2: ec2)
            for snapshot in sources {
                guard SnapshotGuards.finding(on: snapshot) == nil,
                    exclude.finding(id: snapshot.snapshotID, tags: snapshot.tags) == nil,
                    users.others(than: "", of: snapshot.snapshotID).isEmpty
                else { continue }
                if let error = sharing.passingError(on: snapshot.snapshotID) { throw error }
                if let finding = sharing.findings(on: snapshot.snapshotID)?.first(where: \.keeps) {
                    let reason = "\(snapshot.snapshotID) stays: \(finding)"
                    if finding.verdict == .notEvaluated { item.note(failure: reason) }
                    continue
                }
                do throws(EC2Error) {
                    try await ec2.deleteSnapshot(snapshot.snapshotID)
                } catch {
                    switch error.code {
                    // Gone already, or needed after all.
                    case "InvalidSnapshot.NotFound", "InvalidSnapshot.InUse", "OperationNotPermitted": break
                    case _ where error.worthAnotherTry != nil: throw error
                    default: item.note(failure: error.description)
                    }
                }
            }
            let copies = survey.wishes.count { wish in
                if case .complete = wish.standing { return true }
                return false
            }
            // What an earlier try deleted is not listed any more, and was complete.
            let count = max(snapshots.count, item.snapshotIDs?.count ?? 0)
            return BackupProgress(.ended, item, snapshots: count, copies: copies)
        } catch {
            throw error.worthAnotherTry ?? StepError(error)
        }
    }
}
