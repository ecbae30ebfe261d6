// SPDX-License-Identifier: Apache-2.0

/// A run in one paragraph.
struct RunText {
    let policy: LifecyclePolicy
    let tally: Tally
    let status: RunStatus
    let execution: String

    var paragraph: String {
        let sentences =
            ["\(policy.name): \(status.rawValue)."] + (policy.mode == .report ? reported : enforced)
            + [kept, unevaluated, "Execution \(execution)."].compactMap { $0 }
        return sentences.joined(separator: " ")
    }

    private var reported: [String] {
        var sentences = [
            "Report mode: \(tally.wouldRetire) of \(tally.scanned) \(tally.resources.rawValue) would be retired, "
                + "which frees at most \(tally.wouldFreeGiB) GiB; nothing was touched."
        ]
        if let objection = policy.limits.objection(
            retiring: tally.wouldRetire,
            of: tally.selected,
            tally.resources.rawValue
        ) {
            sentences.append("Enforced, this run would stop: \(objection).")
        }
        return sentences
    }

    private var enforced: [String] {
        var sentences = ["\(tally.retired) of \(tally.scanned) \(tally.resources.rawValue) retired."]
        sentences.append(
            "Snapshots: \(tally.snapshotsDeleted) deleted (at most \(tally.deletedGiB) GiB freed), "
                + "\(tally.snapshotsKept) kept, \(tally.snapshotsFailed) failed."
        )
        if tally.snapshotsGone > 0 {
            sentences.append("\(tally.snapshotsGone) snapshots were gone when they were looked for.")
        }
        if let recovery = tally.recovery { sentences.append(recovery.sentence(tally.resources.rawValue)) }
        if tally.marked > 0, let grace = policy.retire?.grace {
            let end = tally.graces?.span.map { ": \($0)" } ?? ""
            sentences.append(
                "\(tally.marked) images were taken out of use, and go when \(grace) of grace are over\(end)."
            )
        }
        if tally.takenBack > 0 {
            sentences.append("\(tally.takenBack) marked images were brought back into use: something keeps them.")
        }
        if tally.alreadyGone > 0 {
            sentences.append("\(tally.alreadyGone) \(tally.resources.rawValue) were gone already.")
        }
        if tally.keptLater > 0 {
            sentences.append("\(tally.keptLater) \(tally.resources.rawValue) were kept when looked at again.")
        }
        if tally.unaccounted > 0 {
            sentences.append("\(tally.unaccounted) \(tally.resources.rawValue) gave no result.")
        }
        if tally.failed > 0 {
            let shown = tally.failures.map { failure in
                guard let left = failure.snapshotIDs, !left.isEmpty else {
                    return "\(failure.resourceID) (\(failure.error))"
                }
                return "\(failure.resourceID) (\(failure.error); it is deregistered, of its snapshots "
                    + "\(Sentences.list(left, most: 10)) some may be left)"
            }
            let failed = Sentences.list(shown, of: tally.failed)
            sentences.append("Of the \(tally.resources.rawValue), \(tally.failed) failed: \(failed).")
        }
        return sentences
    }

    private var kept: String? {
        guard !tally.keptBy.isEmpty else { return nil }
        let counts = tally.keptBy.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return "Kept by " + counts.map { "\($0.key) \($0.value)" }.joined(separator: ", ") + "."
    }

    private var unevaluated: String? {
        guard tally.notEvaluated > 0 else { return nil }
        let count = "\(tally.notEvaluated) \(tally.resources.rawValue) were kept"
        let parts = tally.resources == .images ? ", or snapshots of theirs," : ""
        return count + parts + " because a guard could not be evaluated."
    }
}
