// SPDX-License-Identifier: Apache-2.0

/// What became of one snapshot of its own: what `DeleteSnapshot` gives, and what a catcher in the item builds.
///
///     {"snapshotID": "snap-01", "outcome": "retired", "sizeGiB": 8, "recoverableUntil": "2026-02-07T23:59:59Z"}
///     {"snapshotID": "snap-01", "outcome": "kept", "reason": "last", "reasons": ["last: is the last good backup of vol-1"]}
///     {"snapshotID": "snap-01", "outcome": "failed", "error": "Shelflife.AccessDenied"}
package struct SnapshotItemResult: Sendable, Hashable, Codable {
    package var snapshotID: String
    /// `retired` means deleted by this run.
    package var outcome: ItemResult.Outcome
    /// Of a kept one: the first rule that kept it.
    package var reason: String?
    /// Of a kept one: everything that keeps it.
    package var reasons: [String]?
    /// Of a kept one: whether that was because a question could not be answered; missing means no.
    package var notEvaluated: Bool?
    /// Of a failed one: the error's name.
    package var error: String?
    /// Of a deleted one: the size of the volume behind it, the most that can have been freed.
    package var sizeGiB: Int?
    /// Of a deleted one; missing where it is not known.
    package var recoverableUntil: Recoverability?

    package init(snapshotID: String, outcome: ItemResult.Outcome) {
        self.snapshotID = snapshotID
        self.outcome = outcome
    }

    init(snapshotID: String, keptBy findings: [Finding]) {
        self.init(snapshotID: snapshotID, outcome: .kept)
        let keepers = findings.filter(\.keeps)
        reason = keepers.first?.rule.rawValue
        reasons = keepers.map(\.description)
        if keepers.first?.verdict == .notEvaluated { notEvaluated = true }
    }
}

extension Tally {
    /// Begins a run over snapshots: counts everything, and what is kept without asking EC2 more.
    package init(_ decisions: [SnapshotDecision]) {
        resources = .snapshots
        scanned = decisions.count
        selected = decisions.count { decision in
            decision.findings.contains { $0.rule == .selection && $0.verdict == .letGo }
        }
        add(decisions.filter { !$0.passes })
    }

    /// Counts the decisions about snapshots.
    package mutating func add(_ decisions: [SnapshotDecision]) {
        for decision in decisions {
            if let keeper = decision.keeper {
                countKept(by: keeper)
            } else {
                wouldRetire += 1
                wouldFreeGiB += decision.snapshot.volumeSizeGiB
            }
        }
    }

    /// Counts what became of a page of snapshots.
    package mutating func add(_ results: [SnapshotItemResult]) {
        for result in results {
            switch result.outcome {
            case .retired:
                countRetired(result.recoverableUntil)
                snapshotsDeleted += 1
                deletedGiB += result.sizeGiB ?? 0
            case .alreadyGone: alreadyGone += 1
            // Of images only.
            case .marked, .takenBack: break
            case .kept:
                keptLater += 1
                snapshotsKept += 1
                if result.notEvaluated == true { notEvaluated += 1 }
            case .failed:
                failed += 1
                if failures.count < Self.mostFailures {
                    failures.append(Failure(snapshotID: result.snapshotID, error: result.error ?? "unknown"))
                }
            }
        }
    }
}
