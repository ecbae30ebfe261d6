// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// The time of an account: held until somebody moves it, running with the machine from a chosen start, or that of
/// another clock.
package struct SandboxClock: Sendable {
    private enum Source: Sendable {
        case held(Date)
        case running(from: Date, since: ContinuousClock.Instant)
        case following(@Sendable () -> Date)
    }

    private var source: Source

    /// Stands still at a time.
    package static func held(at time: Date) -> SandboxClock {
        SandboxClock(source: .held(time))
    }

    /// Shows a time now and runs on.
    package static func running(from time: Date) -> SandboxClock {
        SandboxClock(source: .running(from: time, since: .now))
    }

    /// Always shows what another clock shows, whose time must not go back; it cannot be moved by itself.
    package static func following(_ time: @escaping @Sendable () -> Date) -> SandboxClock {
        SandboxClock(source: .following(time))
    }

    package var now: Date {
        get {
            switch source {
            case .held(let time): time
            case .running(let start, let since): start.addingTimeInterval((.now - since) / .seconds(1))
            case .following(let time): time()
            }
        }
        set {
            switch source {
            case .held: source = .held(newValue)
            case .running: source = .running(from: newValue, since: .now)
            case .following: break
            }
        }
    }
}
