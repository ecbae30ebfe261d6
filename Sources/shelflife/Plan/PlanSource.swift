// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// What a workflow decides about, and how an account is asked for it.
///
/// Sends nothing that changes anything.
struct PlanSource {
    private static let subjects: [(workflow: String, subject: PlanReport.Subject)] = [
        ("expire-images", .images), ("expire-snapshots", .snapshots),
    ]

    static var workflows: [String] { subjects.map(\.workflow) + BackupPlanReport.workflows.map(\.workflow) }

    let subject: PlanReport.Subject

    init(_ workflow: String) throws(Failure) {
        guard let known = Self.subjects.first(where: { $0.workflow == workflow }) else {
            let names = Self.workflows.joined(separator: ", ")
            throw .invalid("there is no plan for \"\(workflow)\"; there is one for: \(names)")
        }
        subject = known.subject
    }

    /// - Returns: what the account holds, and who owns it.
    func items(
        policy: LifecyclePolicy,
        now: Date,
        account: TargetAccount,
        progress: ProgressLine
    ) async throws(Failure) -> (items: [PlanItem], owner: String?) {
        progress.show("listing the \(subject.rawValue) of \(account.description)")
        do throws(EC2Error) {
            switch subject {
            case .images:
                let decisions = try await ImageDecision.plan(policy: policy, now: now, ec2: account.ec2) {
                    progress.show("asked who uses \($0) of \($1) images")
                }
                let sizes = await fullSizesGiB(account)
                return (
                    PlanItem.items(decisions, policy: policy, fullSizesGiB: sizes),
                    owner(decisions.map(\.image.ownerID))
                )
            case .snapshots:
                let decisions = try await SnapshotDecision.plan(policy: policy, now: now, ec2: account.ec2) {
                    progress.show("asked the guards about \($0) of \($1) snapshots")
                }
                return (PlanItem.items(decisions, policy: policy), owner(decisions.map(\.snapshot.ownerID)))
            }
        } catch {
            throw Failure("cannot plan on \(account.description): \(error)")
        }
    }

    private func owner(_ ownerIDs: [String]) -> String? {
        ownerIDs.first { !$0.isEmpty }
    }

    /// What snapshots hold when taken whole; where EC2 does not tell, the sizes of their volumes bound the saving.
    private func fullSizesGiB(_ account: TargetAccount) async -> [String: Double] {
        do throws(EC2Error) {
            let sizes = try await account.ec2.allSnapshots().compactMap { snapshot in
                snapshot.fullSizeGiB.map { (snapshot.snapshotID, $0) }
            }
            return Dictionary(sizes, uniquingKeysWith: { first, _ in first })
        } catch {
            standardError.write("the sizes are those of the volumes: \(error)")
            return [:]
        }
    }
}
