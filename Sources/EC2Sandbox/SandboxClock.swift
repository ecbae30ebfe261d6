// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The time of an account: held until somebody moves it, or running with the machine from a chosen start.
package struct SandboxClock: Sendable {
    private var start: Date
    private var startedAt: ContinuousClock.Instant?

    /// Stands still at a time.
    package static func held(at time: Date) -> SandboxClock {
        SandboxClock(start: time, startedAt: nil)
    }

    /// Shows a time now and runs on.
    package static func running(from time: Date) -> SandboxClock {
        SandboxClock(start: time, startedAt: .now)
    }

    package var now: Date {
        get {
            guard let startedAt else { return start }
            return start.addingTimeInterval((.now - startedAt) / .seconds(1))
        }
        set {
            start = newValue
            if startedAt != nil { startedAt = .now }
        }
    }
}
