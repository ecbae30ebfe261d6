// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON

/// What became of the plan that a run was bound to.
struct PlanOutcome {
    struct Kept {
        var id: String
        var reason: String
    }

    let plan: SavedPlan
    /// What the plan retires and the run did.
    let retired: [String]
    /// What the plan retires and something keeps by now, in the plan's order.
    let kept: [Kept]
    /// What is gone already.
    let gone: [String]

    /// Compares a plan with what came back from the run, and with what its workers said, both by resource.
    init(plan: SavedPlan, results: [String: ItemResult.Outcome], decisions: [String: [Finding]]) {
        self.plan = plan
        var retired: [String] = []
        var kept: [Kept] = []
        var gone: [String] = []
        for id in plan.retiring {
            let reasons = (decisions[id] ?? []).filter(\.keeps).map(\.description).joined(separator: "; ")
            let outcome = results[id]
            if outcome == .retired {
                retired.append(id)
            } else if outcome == .alreadyGone || (outcome == nil && decisions[id] == nil) {
                gone.append(id)
            } else if outcome == .failed {
                kept.append(Kept(id: id, reason: "retiring it failed"))
            } else if outcome == .marked {
                kept.append(Kept(id: id, reason: "marked: it goes when its grace is over"))
            } else {
                kept.append(Kept(id: id, reason: reasons.isEmpty ? "the run did not come to it" : reasons))
            }
        }
        self.retired = retired
        self.kept = kept
        self.gone = gone
    }

    var lines: [String] {
        var lines = [
            "",
            "Plan \(plan.file) of \(ISO8601.text(plan.madeAt)): \(retired.count) of \(plan.retiring.count) retired, "
                + "\(kept.count) kept, \(gone.count) gone already",
        ]
        lines += kept.prefix(25).map { "  \($0.id)  \($0.reason)" }
        if kept.count > 25 { lines.append("  … and \(kept.count - 25) more (--output json lists all)") }
        return lines
    }

    var json: JSONValue {
        [
            "file": .string(plan.file),
            "madeAt": .string(ISO8601.text(plan.madeAt)),
            "planned": .integer(plan.retiring.count),
            "retired": .integer(retired.count),
            "kept": .array(kept.map { ["id": .string($0.id), "reason": .string($0.reason)] }),
            "alreadyGone": .array(gone.map(JSONValue.string)),
        ]
    }
}
