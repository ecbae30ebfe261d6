// SPDX-License-Identifier: Apache-2.0

/// Why no client can be made from the settings at hand.
package struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence that names the settings.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
