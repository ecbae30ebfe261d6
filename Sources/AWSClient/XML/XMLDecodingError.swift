// SPDX-License-Identifier: Apache-2.0

/// Why a document could not be read.
package struct XMLDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, without its place.
    package var message: String
    /// Counted from 1; nil before the place is known.
    package var line: Int?

    init(_ message: String, line: Int? = nil) {
        self.message = message
        self.line = line
    }

    package var description: String { line.map { "line \($0): \(message)" } ?? message }
}
