// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Ends retrying when most calls fail, so that a service in trouble is not asked several times as often.
///
/// The numbers are those of the AWS SDKs' standard mode.
package final class RetryBudget: Sendable {
    static let capacity = 500
    static let cost = 5
    static let refund = 1

    private let tokens = Mutex(capacity)

    package init() {}

    /// - Returns: whether another attempt is within the budget.
    func spend() -> Bool {
        tokens.withLock { tokens in
            guard tokens >= Self.cost else { return false }
            tokens -= Self.cost
            return true
        }
    }

    /// Called after a success.
    func refund() {
        tokens.withLock { $0 = min(Self.capacity, $0 + Self.refund) }
    }
}
