// SPDX-License-Identifier: Apache-2.0

/// Time and chance, so that tests can replace both.
package struct Timing: Sendable {
    /// Time since some fixed moment; never goes back.
    package var now: @Sendable () -> Duration
    /// Returns early when the task is cancelled.
    package var sleep: @Sendable (Duration) async -> Void
    /// Evenly spread over 0..<1.
    package var random: @Sendable () -> Double

    package init(
        now: @escaping @Sendable () -> Duration,
        sleep: @escaping @Sendable (Duration) async -> Void,
        random: @escaping @Sendable () -> Double
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    package static let system: Timing = {
        let start = ContinuousClock.now
        return Timing(
            now: { ContinuousClock.now - start },
            sleep: { try? await Task.sleep(for: $0) },
            random: { Double.random(in: 0..<1) }
        )
    }()
}
