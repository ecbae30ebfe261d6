// SPDX-License-Identifier: Apache-2.0

/// Why a step failed, in the terms in which a state machine matches it (`ErrorEquals`).
package struct StepError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The error name, `Shelflife.InvalidPolicy` for instance.
    package var type: String
    /// One sentence with the place.
    package var message: String

    package init(type: String, message: String) {
        self.type = type
        self.message = message
    }

    package init(_ name: Name, _ message: String) {
        self.init(type: name.rawValue, message: message)
    }

    package var description: String { "\(type): \(message)" }
}
