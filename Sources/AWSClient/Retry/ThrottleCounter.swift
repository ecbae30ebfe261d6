// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts how often a service asked to slow down.
final class ThrottleCounter: Sendable {
    private let throttles = Atomic(0)

    func count() {
        throttles.add(1, ordering: .relaxed)
    }

    /// The count since it was last taken.
    func take() -> Int {
        throttles.exchange(0, ordering: .relaxed)
    }
}
