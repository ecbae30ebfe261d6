// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import ImageLifecycle

extension EC2Sandbox {
    /// How often an action was done since the log was cleared, whether or not anybody heard of it.
    func done(_ action: String) -> Int {
        log.count { request in
            request.action == action && request.outcome == .success && request.fault != .connectionReset
        }
    }
}

extension Stage.Played {
    /// How many images and snapshots are gone by this run, as its report has it; nil without a report.
    var told: Int? {
        guard let tally else { return nil }
        // Runs of snapshots count each of them once more as what became of it.
        let behind = tally.resources == .images ? tally.snapshotsDeleted + tally.snapshotsGone : 0
        return tally.retired + tally.alreadyGone + behind
    }
}
