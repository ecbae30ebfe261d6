// SPDX-License-Identifier: Apache-2.0

/// When to try again and how long to wait before: exponential backoff with full jitter.
package struct RetryPolicy: Sendable, Hashable {
    /// Counting the first.
    package var maxAttempts = 5
    /// The longest first wait after a throttled attempt; it doubles with each attempt.
    package var throttledBase = Duration.seconds(1)
    /// The longest first wait after any other failure.
    package var transientBase = Duration.milliseconds(100)
    package var maxPause = Duration.seconds(20)

    package init(maxAttempts: Int = 5) {
        self.maxAttempts = maxAttempts
    }

    /// How long to wait after the attempt that failed (counted from 1), by a random number of 0..<1.
    ///
    /// - Returns: nil not to try again.
    func pause(after reason: QueryFailure.Reason, attempt: Int, random: Double) -> Duration? {
        guard attempt < maxAttempts else { return nil }
        let base: Duration
        switch reason {
        case .throttled: base = throttledBase
        case .transient: base = transientBase
        case .expiredCredentials: return attempt == 1 ? .zero : nil
        case .final: return nil
        }
        let longest = min(maxPause, base * (1 << min(attempt - 1, 20)))
        return longest * random
    }
}
