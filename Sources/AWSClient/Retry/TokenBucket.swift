// SPDX-License-Identifier: Apache-2.0

/// Tokens that come back at a steady rate up to a limit.
///
/// Has no clock; times are passed in.
struct TokenBucket: Sendable, Hashable {
    let capacity: Double
    private(set) var ratePerSecond: Double
    /// May be below zero: callers who took a token in advance and wait for it.
    private(set) var tokens: Double
    private var updatedAt: Duration

    init(capacity: Double, ratePerSecond: Double, now: Duration) {
        self.capacity = capacity
        self.ratePerSecond = ratePerSecond
        tokens = capacity
        updatedAt = now
    }

    /// Takes a token, now or in advance.
    ///
    /// - Returns: how long to wait for it; waits grow in the order of the calls.
    mutating func take(now: Duration) -> Duration {
        refill(now: now)
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / ratePerSecond)
    }

    /// Changes the rate from now on.
    mutating func setRate(_ ratePerSecond: Double, now: Duration) {
        refill(now: now)
        self.ratePerSecond = ratePerSecond
    }

    /// Forgets what was saved up; debts stay.
    mutating func drain(now: Duration) {
        refill(now: now)
        tokens = min(tokens, 0)
    }

    private mutating func refill(now: Duration) {
        let elapsed = max(.zero, now - updatedAt)
        tokens = min(capacity, tokens + elapsed / .seconds(1) * ratePerSecond)
        updatedAt = now
    }
}
