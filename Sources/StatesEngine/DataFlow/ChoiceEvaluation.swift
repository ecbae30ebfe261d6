// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension PreparedChoice.Condition {
    /// Whether the condition holds.
    ///
    /// - Throws: ``StateFailure`` when a path leads nowhere, except for `IsPresent`.
    func holds(in scope: inout EvaluationScope) throws(StateFailure) -> Bool {
        switch self {
        case .and(let conditions):
            for condition in conditions where try !condition.holds(in: &scope) { return false }
            return true
        case .or(let conditions):
            for condition in conditions where try condition.holds(in: &scope) { return true }
            return false
        case .not(let condition):
            return try !condition.holds(in: &scope)
        case .jsonata(let template, let field):
            let value = try template.evaluate(in: &scope)
            guard let holds = value.bool else {
                throw .unexpectedType(value, of: template, expected: "boolean", field: field)
            }
            return holds
        case .comparison(let comparison, let variable, let operand):
            return try compare(comparison, variable, operand, in: scope)
        }
    }

    private func compare(
        _ comparison: ComparisonOperator,
        _ path: JSONPathExpression,
        _ operand: PreparedChoice.Operand,
        in scope: EvaluationScope
    ) throws(StateFailure) -> Bool {
        if case .test(.isPresent) = comparison.meaning {
            return (try? path.evaluate(in: scope)) != nil
                ? operand.literal?.bool == true : operand.literal?.bool == false
        }
        let variable = try Self.value(at: path, in: scope)
        switch comparison.meaning {
        case .test(let test):
            return test.passes(variable) == operand.literal?.bool
        case .matches:
            guard let text = variable.string, let pattern = operand.literal?.string else { return false }
            return WildcardPattern(pattern).matches(text)
        case .compare(let kind, let relation, _):
            let other: JSONValue =
                switch operand {
                case .value(let value): value
                case .path(let path): try Self.value(at: path, in: scope)
                }
            return kind.order(variable, other).map(relation.accepts) ?? false
        }
    }

    private static func value(
        at path: JSONPathExpression,
        in scope: EvaluationScope
    ) throws(StateFailure) -> JSONValue {
        do {
            return try path.evaluate(in: scope)
        } catch {
            throw .runtime(
                "Invalid path '\(path.text)': The choice state's condition path references an invalid value."
            )
        }
    }
}

extension PreparedChoice.Operand {
    fileprivate var literal: JSONValue? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension ComparisonOperator.Test {
    /// What the test says of a value that is there.
    fileprivate func passes(_ value: JSONValue) -> Bool {
        switch self {
        case .isPresent: true
        case .isNull: value == .null
        case .isNumeric: value.number != nil
        case .isString: value.string != nil
        case .isBoolean: value.bool != nil
        case .isTimestamp: value.string.flatMap(Timestamp.init(iso8601:)) != nil
        }
    }
}

extension ComparisonOperator.Kind {
    /// How two values of the kind stand to each other: negative, zero or positive; nil when one is of another kind.
    fileprivate func order(_ left: JSONValue, _ right: JSONValue) -> Int? {
        switch self {
        case .string:
            guard let left = left.string, let right = right.string else { return nil }
            return Self.compare(left, right)
        case .numeric:
            guard let left = left.number, let right = right.number else { return nil }
            return left < right ? -1 : left == right ? 0 : 1
        case .boolean:
            guard let left = left.bool, let right = right.bool else { return nil }
            return left == right ? 0 : 1
        case .timestamp:
            guard let left = left.string.flatMap(Timestamp.init(iso8601:)),
                let right = right.string.flatMap(Timestamp.init(iso8601:))
            else { return nil }
            return left < right ? -1 : left == right ? 0 : 1
        }
    }

    private static func compare(_ left: String, _ right: String) -> Int {
        if left.unicodeScalars.elementsEqual(right.unicodeScalars) { return 0 }
        return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars) ? -1 : 1
    }
}

extension ComparisonOperator.Relation {
    fileprivate func accepts(_ order: Int) -> Bool {
        switch self {
        case .equals: order == 0
        case .lessThan: order < 0
        case .greaterThan: order > 0
        case .lessThanEquals: order <= 0
        case .greaterThanEquals: order >= 0
        }
    }
}
