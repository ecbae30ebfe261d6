// SPDX-License-Identifier: Apache-2.0

/// The counts of a run that makes backups, carried from page to page.
///
///     {"kind": "volumes", "scanned": 40, "skippedBy": {"selection": 30, "state": 2}, "targets": 8, "takenUp": 1,
///      "done": 8, "unfinished": 0, "failed": 1, "snapshots": 19, "copies": 19,
///      "failures": [{"id": "i-0abc", "reason": "the instance i-0abc is gone"}]}
package struct BackupTally: Sendable, Hashable, Codable {
    package struct Failure: Sendable, Hashable, Codable {
        package var id: String
        package var reason: String
    }

    package var kind: BackupKind
    /// Instances when the run started.
    package var scanned = 0
    /// Instances that are not backed up, each under the first rule that said so (`Finding.Rule`).
    package var skippedBy: [String: Int] = [:]
    /// Instances to back up.
    package var targets = 0
    /// Backups of earlier runs that were unfinished.
    package var takenUp = 0
    package var done = 0
    /// Still being made by EC2 when the run stopped waiting; the next run goes on with them.
    package var unfinished = 0
    package var failed = 0
    package var snapshots = 0
    package var copies = 0
    /// The first failures.
    package var failures: [Failure] = []
    /// Of those that are done, the first that are not as the policy would have them; nil for none.
    package var remarks: [Failure]?

    package init(kind: BackupKind) {
        self.kind = kind
    }

    /// Items that the listing handed on and that no result came back for.
    package var unaccounted: Int { max(0, targets + takenUp - done - unfinished - failed) }

    mutating func begin(_ decisions: [BackupDecision], unfinished: Int) {
        scanned = decisions.count
        takenUp = unfinished
        for decision in decisions {
            if let objection = decision.objection {
                skippedBy[objection.rule.rawValue, default: 0] += 1
            } else {
                targets += 1
            }
        }
    }

    package mutating func add(_ results: [BackupResult]) {
        for result in results {
            switch result.outcome {
            case .done:
                done += 1
                if let remark = result.reason, (remarks ?? []).count < Tally.mostFailures {
                    remarks = (remarks ?? []) + [Failure(id: result.id, reason: remark)]
                }
            case .unfinished: unfinished += 1
            case .failed:
                failed += 1
                if failures.count < Tally.mostFailures {
                    failures.append(Failure(id: result.id, reason: result.sentence))
                }
            }
            snapshots += result.snapshots
            copies += result.copies
        }
    }
}

extension BackupResult {
    /// Why the item failed: of what a catcher caught, only the name is known.
    fileprivate var sentence: String {
        let name = error.flatMap(StepError.Name.init)
        return reason ?? name.map { "\($0.sentence): \($0.rawValue)" } ?? error ?? "unknown"
    }
}

extension RunStatus {
    init(_ tally: BackupTally, mode: LifecyclePolicy.Mode) {
        let failures = tally.failed + (mode == .enforce ? tally.unaccounted : 0)
        if failures > 0, tally.done + tally.unfinished == 0 {
            self = .failed
        } else {
            self = failures + tally.unfinished > 0 || tally.remarks != nil ? .partial : .ok
        }
    }
}
