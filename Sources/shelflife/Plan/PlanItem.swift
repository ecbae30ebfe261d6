// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// One image or snapshot of a plan: what would become of it, and everything that was said about it.
struct PlanItem {
    var id: String
    var name: String?
    var action: ImageDecision.Action
    var creationDate: Date?
    /// The instance or volume it was made of.
    var source: String?
    /// Behind an image.
    var snapshotIDs: [String] = []
    /// The volumes' sizes.
    var sizeGiB: Int
    /// What retiring it frees at most: nothing where its snapshots stay for another image.
    var freesAtMostGiB: Double
    /// Of rules and guards, in the order in which they are asked.
    var findings: [Finding]

    /// The rule or guard that decided: of what stays the first that keeps it, of what goes the one that let it.
    var decisive: Finding? {
        findings.first { action == .keep ? $0.keeps : $0.expires }
    }

    /// The policy is about it; all others are only counted.
    static func isSelected(_ findings: [Finding]) -> Bool {
        findings.first?.keeps == false
    }

    /// What a person reads first: all that keeps it, or the rules that let it go, to which no guard objects.
    var why: String {
        let keepers = findings.filter(\.keeps)
        guard let first = keepers.first else {
            return findings.filter { $0.expires || ($0.rule == .last && $0.verdict == .letGo) }
                .map(\.sentence).joined(separator: "; ")
        }
        let others = keepers.dropFirst().map { "\($0.rule.rawValue): \($0.sentence)" }
        return ([first.verdict == .notEvaluated ? "not evaluated: \(first.sentence)" : first.sentence] + others)
            .joined(separator: "; ")
    }
}

extension Finding {
    /// Without the age, which has a column of its own, so that a plan says the same a minute later.
    var undated: Finding {
        guard rule == .age, let colon = sentence.range(of: " old: ") else { return self }
        return Finding(rule, verdict, String(sentence[colon.upperBound...]))
    }
}
