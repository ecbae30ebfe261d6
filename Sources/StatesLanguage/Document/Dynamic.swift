// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A value that stands in the definition, or a JSONata expression that gives it when the state runs.
/// https://states-language.net/spec.html#jsonata
public enum Dynamic<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The value.
    case literal(Value)
    /// `{% … %}`.
    case expression(JSONataExpression)

    /// The value, if it stands in the definition.
    public var literal: Value? {
        guard case .literal(let value) = self else { return nil }
        return value
    }
}

extension Dynamic: ExpressibleByIntegerLiteral where Value == Int {
    /// A value that stands in the definition.
    public init(integerLiteral value: Int) {
        self = .literal(value)
    }
}

extension Dynamic: DocumentValue where Value: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        if let expression = json.string.flatMap(JSONataExpression.init) {
            self = .expression(expression)
        } else if let value = Value(decoding: json, in: &context) {
            self = .literal(value)
        } else {
            return nil
        }
    }

    var encoded: JSONValue {
        switch self {
        case .literal(let value): value.encoded
        case .expression(let expression): .string(expression.text)
        }
    }
}
