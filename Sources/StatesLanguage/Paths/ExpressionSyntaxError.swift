// SPDX-License-Identifier: Apache-2.0

/// Why a text is no path and no intrinsic function call.
public struct ExpressionSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, without the place.
    public let problem: String
    /// Where in the text, in Unicode scalars counted from 1.
    public let column: Int

    /// The problem and its place.
    public var description: String { "\(problem) at character \(column)" }
}
