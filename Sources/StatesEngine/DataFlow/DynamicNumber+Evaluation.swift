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

    /// The integer, if it is in a range.
    ///
    /// - Throws: ``StateFailure``, of an expression as an error of its evaluation, of a path as `States.Runtime`.
    func integer(
        in scope: inout EvaluationScope,
        within range: ClosedRange<Int>,
        orSay refusal: String
    ) throws(StateFailure) -> Int {
        let value = try integer(in: &scope)
        guard range.contains(value) else { throw outOfRange(refusal) }
        return value
    }

    /// The integer, if it is not negative.
    ///
    /// - Throws: ``StateFailure``, of an expression as an error of its evaluation, of a path as `States.Runtime`.
    func natural(in scope: inout EvaluationScope, orSay refusal: String) throws(StateFailure) -> Int {
        try integer(in: &scope, within: 0...Int.max, orSay: refusal)
    }

    /// The number, which may have a fraction, if it is in a range.
    ///
    /// - Throws: ``StateFailure``, of an expression as an error of its evaluation, of a path as `States.Runtime`.
    func number(
        in scope: inout EvaluationScope,
        within range: ClosedRange<Double>,
        orSay refusal: String
    ) throws(StateFailure) -> Double {
        let value = try number(in: &scope)
        guard range.contains(value) else { throw outOfRange(refusal) }
        return value
    }

    /// Of an expression a wrong value is an error of its evaluation: "Value out of range" in
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>.
    private func outOfRange(_ refusal: String) -> StateFailure {
        guard case .expression(_, let field) = self else { return .runtime(refusal) }
        return .evaluation(refusal, field: field)
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
