// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

extension JSONata {
    /// A parsed JSONata expression: immutable, and evaluated as often and from as many threads as wanted.
    public struct Expression: Sendable {
        /// The text that was parsed.
        public let source: String

        private let root: Node

        /// Parses an expression.
        ///
        /// - Throws: ``SyntaxError`` with the reference implementation's code and position.
        public init(parsing source: String) throws(SyntaxError) {
            self.source = source
            root = try Parser.parse(source)
        }

        /// Parses the expression of a Step Functions string `{% … %}`.
        ///
        /// - Returns: nil when the text is not, as a whole, one such string.
        /// - Throws: ``SyntaxError``, its position counted from behind the `{%`.
        public init?(template: String) throws(SyntaxError) {
            guard template.hasPrefix("{%"), template.hasSuffix("%}"), template.utf8.count >= 4 else { return nil }
            try self.init(parsing: String(template.dropFirst(2).dropLast(2)))
        }

        /// The names of the variables that ``evaluate(_:bindings:in:)`` must be given, without the leading `$`.
        ///
        /// Not those that the expression binds, and not those of functions that it calls. A function of the library
        /// that it hands on without calling it has a name like a variable's: ``Dialect/functionNames``.
        public var freeVariables: Set<String> { root.freeVariables }

        /// Evaluates the expression.
        ///
        /// - Parameters:
        ///   - input: the document, `$` and `$$` of the expression; nil for undefined.
        ///   - bindings: variables by name, without the leading `$`.
        ///   - environment: functions, clock, random numbers and limits.
        /// - Returns: the result; nil when it is undefined, which is not null. A function is not JSON: undefined too,
        ///   and left out of objects.
        /// - Throws: ``EvaluationError`` with the reference implementation's code, also when a limit is reached.
        public func evaluate(
            _ input: JSONValue?,
            bindings: [String: JSONValue] = [:],
            in environment: Environment = Environment()
        ) throws(EvaluationError) -> JSONValue? {
            do {
                return try Evaluation(environment).run(root, input: input, bindings: bindings)
            } catch let error as EvaluationError {
                throw error
            } catch {
                throw EvaluationError(code: "D3137", message: "\(error)", position: nil, token: nil)
            }
        }
    }
}
