// SPDX-License-Identifier: Apache-2.0

/// Which requests go wrong, and how.
///
/// The first rule that fires decides.
package struct FaultPlan: Sendable, Hashable {
    package var rules: [FaultRule]
    /// Draws for rules with a rate.
    package var seed: UInt64

    package init(rules: [FaultRule] = [], seed: UInt64 = 1) {
        self.rules = rules
        self.seed = seed
    }
}

/// One way to go wrong.
package struct FaultRule: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// `RequestLimitExceeded`, nothing done.
        case throttle
        /// This error, nothing done.
        case error(code: String, message: String, status: Int)
        /// Done and answered, but late.
        case delay(seconds: Double)
        /// The connection closes before anything is done.
        case connectionReset
        /// Done, then the connection closes without an answer.
        case answerLost
        /// Done; half of the answer arrives.
        case truncatedBody
        /// Done; the answer is no XML.
        case wrongXML
    }

    package enum Trigger: Sendable, Hashable {
        /// This share of the matching requests, 0 to 1.
        case rate(Double)
        /// Exactly these matching requests, counted from 1.
        case calls(Set<Int>)
    }

    /// An action's name; `*` and `?` are wildcards.
    package var action: String
    package var trigger: Trigger
    package var kind: Kind

    package init(action: String = "*", trigger: Trigger, kind: Kind) {
        self.action = action
        self.trigger = trigger
        self.kind = kind
    }
}
