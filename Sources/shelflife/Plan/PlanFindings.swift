// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// Completes what was said about a resource: most guards speak only when they object, and a plan tells every answer.
struct PlanFindings {
    /// The guards that are always asked of an image or a snapshot and are silent unless they object.
    private static let silent: [Finding.Rule] = [
        .owner, .exclusion, .keepTag, .state, .deregistrationProtection, .awsBackup, .lifecycleManager,
    ]
    private static let silentOnSnapshots: [Finding.Rule] = [
        .owner, .exclusion, .keepTag, .awsBackup, .lifecycleManager, .imageUse, .state,
    ]

    let policy: LifecyclePolicy
    let isAboutSnapshots: Bool

    /// The findings with an answer of every guard; what the policy does not select has one finding alone.
    func complete(_ findings: [Finding]) -> [Finding] {
        guard PlanItem.isSelected(findings) else { return findings }
        let spoken = Set(findings.map(\.rule))
        var all = findings.map(\.undated)
        for rule in isAboutSnapshots ? Self.silentOnSnapshots : Self.silent where !spoken.contains(rule) {
            all.append(Finding(rule, .letGo, Finding.nothingFound))
        }
        return all + unasked(spoken, isKept: findings.contains(where: \.keeps))
    }

    /// The guards that the policy does without, and those that cost calls and are spared where a cheap one keeps it.
    private func unasked(_ spoken: Set<Finding.Rule>, isKept: Bool) -> [Finding] {
        let sources = isAboutSnapshots ? GuardPolicy.Source.ofSnapshots : GuardPolicy.Source.allCases
        let guards = sources.map { (rule: $0.rule, isOn: policy.guards.asks($0)) } + (isAboutSnapshots ? [] : options)
        return guards.filter { !spoken.contains($0.rule) }.compactMap { rule, isOn in
            guard isOn else { return Finding(rule, .remark, Self.switchedOff) }
            return isKept ? Finding(rule, .remark, Self.spared) : nil
        }
    }

    /// The guards of images that are not simply on or off.
    private var options: [(rule: Finding.Rule, isOn: Bool)] {
        [
            (.launched, policy.guards.launchedWithin != nil), (.ancestry, policy.guards.ancestry),
            (.copies, !policy.guards.regions.isEmpty),
        ]
    }

    static let switchedOff = "not asked: the policy switches it off"
    static let spared = "not asked: it is kept already"
}
