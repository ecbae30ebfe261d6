// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension DynamicNumber {
    /// The integer.
    ///
    /// - Throws: ``StateFailure`` when the path leads nowhere or to something else.
    func integer(in scope: inout EvaluationScope) throws(StateFailure) -> Int {
        switch self {
        case .literal(let number):
            return Int(number.double)
        case .path(let path, let field):
            let value = try Self.value(at: path, in: scope)
            guard let integer = value.integer ?? value.string.flatMap({ Int($0) }) else {
                throw Self.refusal(field, value, path, "integer")
            }
            return integer
        case .expression(let template, let field):
            let value = try template.evaluate(in: &scope)
            guard let integer = value.integer else {
                throw .unexpectedType(value, of: template, expected: "integer", field: field)
            }
            return integer
        }
    }

    /// The number, which may have a fraction.
    ///
    /// - Throws: ``StateFailure`` when the path leads nowhere or to something else.
    func number(in scope: inout EvaluationScope) throws(StateFailure) -> Double {
        switch self {
        case .literal(let number):
            return number.double
        case .path(let path, let field):
            let value = try Self.value(at: path, in: scope)
            guard let number = value.number?.double ?? value.string.flatMap({ Double($0) }) else {
                throw Self.refusal(field, value, path, "float")
            }
            return number
        case .expression(let template, let field):
            let value = try template.evaluate(in: &scope)
            guard let number = value.number?.double else {
                throw .unexpectedType(value, of: template, expected: "number", field: field)
            }
            return number
        }
    }

    private static func value(
        at path: JSONPathExpression,
        in scope: EvaluationScope
    ) throws(StateFailure) -> JSONValue {
        do {
            return try path.evaluate(in: scope)
        } catch {
            throw .runtime("Invalid path '\(path.text)' : \(error.message)")
        }
    }

    private static func refusal(
        _ field: String,
        _ value: JSONValue,
        _ path: JSONPathExpression,
        _ kind: String
    ) -> StateFailure {
        .runtime(
            "The \(field) field refers to value \"\(value.string ?? value.serialized())\" which is not a valid \(kind):"
                + " \(path.text)"
        )
    }
}
