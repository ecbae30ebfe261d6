// SPDX-License-Identifier: Apache-2.0

extension JSONata {
    /// Why a text is not a JSONata expression.
    public struct SyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The code of the reference implementation, such as `S0201`.
        public let code: String
        /// What is wrong, in the words of the reference implementation.
        public let message: String
        /// Where the offending token ends, in UTF-16 code units from the start, as the reference counts.
        public let position: Int
        /// The offending token, where there is one.
        public let token: String?

        /// `S0201: Syntax error: ")"`.
        public var description: String { "\(code): \(message)" }
    }

    /// Why an expression has no result.
    public struct EvaluationError: Error, Sendable, Hashable, CustomStringConvertible {
        /// The code of the reference implementation, such as `T2001`.
        public let code: String
        /// What is wrong, in the words of the reference implementation.
        public let message: String
        /// Where the token ends at which evaluation failed, in UTF-16 code units from the start of the expression.
        public internal(set) var position: Int?
        /// The operator or function that failed.
        public internal(set) var token: String?

        /// `T2001: The left side of the "+" operator must evaluate to a number`.
        public var description: String { "\(code): \(message)" }
    }
}
