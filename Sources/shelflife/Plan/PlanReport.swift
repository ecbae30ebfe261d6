// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// What a policy would do to an account, resource by resource, with sizes and what they cost.
struct PlanReport {
    enum Subject: String {
        case images, snapshots
    }

    struct Totals {
        var count = 0
        var sizeGiB = 0
        var freesAtMostGiB = 0.0

        init(_ items: some Sequence<PlanItem>) {
            for item in items {
                count += 1
                sizeGiB += item.sizeGiB
                freesAtMostGiB += item.freesAtMostGiB
            }
        }
    }

    /// Items that one rule or guard decided about.
    struct Group {
        var action: ImageDecision.Action
        var rule: Finding.Rule?
        var items: [PlanItem]
    }

    let workflow: String
    let subject: Subject
    let policy: LifecyclePolicy
    let origin: PlanOrigin
    let price: StoragePrice
    /// How many resources the account has, selected or not.
    let scanned: Int
    /// What the policy is about, oldest first.
    let items: [PlanItem]

    init(
        workflow: String,
        subject: Subject,
        policy: LifecyclePolicy,
        origin: PlanOrigin,
        price: StoragePrice,
        items: [PlanItem]
    ) {
        self.workflow = workflow
        self.subject = subject
        self.policy = policy
        self.origin = origin
        self.price = price
        scanned = items.count
        self.items = items.filter { PlanItem.isSelected($0.findings) }.sorted { left, right in
            (left.creationDate ?? .distantPast, left.id) < (right.creationDate ?? .distantPast, right.id)
        }
    }

    func items(_ action: ImageDecision.Action) -> [PlanItem] {
        items.filter { $0.action == action }
    }

    /// What goes, then what stays, each by the rule that decided, the largest group first.
    var groups: [Group] {
        [ImageDecision.Action.retire, .keep].flatMap { action in
            Dictionary(grouping: items(action), by: { $0.decisive?.rule })
                .map { Group(action: action, rule: $0.key, items: $0.value) }
                .sorted { ($1.items.count, $0.rule?.rawValue ?? "") < ($0.items.count, $1.rule?.rawValue ?? "") }
        }
    }

    /// Kept because a question had no answer.
    var notEvaluated: Int {
        items.count { $0.action == .keep && $0.decisive?.verdict == .notEvaluated }
    }

    /// Why a run would stop before it acts, if it would.
    var objection: String? {
        policy.limits.objection(retiring: items(.retire).count, of: items.count, subject.rawValue)
    }

    /// In whole hours, by a clock that stands still within the hour, so that a second look shows the same.
    func ageHours(_ item: PlanItem) -> Int? {
        item.creationDate.map { creation in
            let hour = (origin.now.timeIntervalSince1970 / 3600).rounded(.down) * 3600
            return max(0, Int((hour - creation.timeIntervalSince1970) / 3600))
        }
    }

    func age(_ item: PlanItem) -> String {
        guard let hours = ageHours(item) else { return "?" }
        return hours < 48 ? "\(hours) h" : "\(hours / 24) d"
    }

    /// What the figures mean.
    var explanation: String {
        "A month of a GiB is counted at $\(price.text). An incremental snapshot frees between nothing and its full "
            + "size, and nothing while another image that stays uses it; hence the lower and the upper bound."
    }
}

/// Where and when a plan was made, and how long it holds.
struct PlanOrigin: Hashable {
    /// The owner of the resources; nil for an account without any.
    var account: String?
    var region: String
    /// Of the policy without its mode.
    var policyDigest: String
    var now: Date
    var validUntil: Date
}
