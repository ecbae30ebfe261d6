// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Why a JSONata expression cannot be parsed or evaluated.
struct JSONataProblem: Error, Hashable {
    let message: String
}

/// A JSONata expression of a definition, parsed once.
struct CompiledJSONata: Sendable {
    /// The expression between the delimiters, without the blanks around it.
    let source: String

    /// - Throws: ``JSONataProblem`` with the place in the expression.
    init(_ source: String) throws(JSONataProblem) {
        throw JSONataProblem(message: "JSONata is not supported yet")
    }

    /// The result; nil when it is undefined.
    ///
    /// - Throws: ``JSONataProblem`` with code and message of the language.
    func evaluate(in scope: inout EvaluationScope) throws(JSONataProblem) -> JSONValue? {
        nil
    }
}
