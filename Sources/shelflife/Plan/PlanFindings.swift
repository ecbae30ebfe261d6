// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// Completes what was said about a resource: most guards speak only when they object, and a plan tells every answer.
struct PlanFindings {
    static let nothingFound = "nothing found"

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
            all.append(Finding(rule, .letGo, Self.nothingFound))
        }
        return isAboutSnapshots ? all : all + unasked(spoken, isKept: findings.contains(where: \.keeps))
    }

    /// The guards that cost calls, and are spared where the policy does without them or a cheap one keeps the image.
    private func unasked(_ spoken: Set<Finding.Rule>, isKept: Bool) -> [Finding] {
        GuardPolicy.Source.allCases.compactMap { source in
            guard let rule = Finding.Rule(rawValue: source.rawValue), !spoken.contains(rule) else { return nil }
            if !policy.guards.sources.contains(source) {
                return Finding(rule, .remark, "not asked: the policy switches it off")
            }
            return isKept ? Finding(rule, .remark, "not asked: it is kept already") : nil
        }
    }
}
