// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import Synchronization

/// What the workers of a run decided about each resource; the last word counts.
final class RunDecisions: Sendable {
    private let findings = Mutex<[String: [Finding]]>([:])

    func note(_ resourceID: String, _ said: [Finding]) {
        findings.withLock { $0[resourceID] = said }
    }

    /// By resource.
    var all: [String: [Finding]] { findings.withLock { $0 } }
}
