// SPDX-License-Identifier: Apache-2.0

/// How a run went, as its report and its notice say.
package enum RunStatus: String, Sendable, Hashable, Codable {
    /// Everything that was to be done is done.
    case ok = "OK"
    /// Something failed, gave no result, or could not be evaluated.
    case partial = "PARTIAL"
    /// Items failed and none was retired.
    case failed = "FAILED"

    init(_ tally: Tally, mode: LifecyclePolicy.Mode) {
        let lost = mode == .enforce ? tally.unaccounted : 0
        let failures = tally.failed + lost
        if failures > 0 && tally.retired + tally.alreadyGone + tally.marked + tally.takenBack == 0 {
            self = .failed
        } else if failures + tally.snapshotsFailed + tally.notEvaluated > 0 {
            self = .partial
        } else {
            self = .ok
        }
    }
}
