// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Counts the attempts of a state, and says how long to wait before the next.
struct RetryLogic: Sendable, Hashable {
    /// Attempts by the place of the retrier; each counts its own.
    private var attempts: [Int: Int] = [:]
    /// All attempts after the first.
    private(set) var count = 0

    /// How long to wait, in seconds, before the state is tried again; nil when the retrier's attempts are used up.
    mutating func delay(of place: Int, _ retrier: Retrier, generator: inout SeededGenerator) -> Double? {
        let used = attempts[place, default: 0]
        guard used < retrier.maxAttempts ?? 3 else { return nil }
        attempts[place] = used + 1
        count += 1
        return retrier.delay(beforeAttempt: used + 1, generator: &generator)
    }
}

extension Retrier {
    fileprivate func delay(beforeAttempt attempt: Int, generator: inout SeededGenerator) -> Double {
        var seconds = Double(intervalSeconds ?? 1)
        for _ in 1..<max(attempt, 1) {
            seconds *= backoffRate?.double ?? 2
        }
        // A wait that outgrows the year an execution may last is as good as that year.
        seconds = min(seconds, Double(maxDelaySeconds ?? 31_622_400))
        return jitterStrategy == .full ? Double.random(in: 0...seconds, using: &generator) : seconds
    }
}
