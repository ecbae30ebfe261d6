// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// Completes what the guards said: most speak only when they object, and a plan tells every guard's answer.
struct GuardAnswers {
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
        var found: [Finding.Rule: Int] = [:]
        for finding in findings { found[finding.rule, default: 0] += 1 }
        let silent = isAboutSnapshots ? Self.silentOnSnapshots : Self.silent
        var all = findings.map(\.undated)
        all += silent.filter { found[$0] == nil }.map { Finding($0, .letGo, Self.nothingFound) }
        if !isAboutSnapshots, found[.references] == nil {
            let answer =
                policy.guards.references ? "not asked: it is kept already" : "not asked: the policy switches it off"
            all.append(Finding(.references, .remark, answer))
        }
        return all
    }
}
