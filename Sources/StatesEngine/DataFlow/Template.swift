// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// A value of a definition that is computed when the state runs, in either query language.
enum Template: Sendable {
    /// A payload template of JSONPath.
    case payload(PayloadTemplate)
    /// A path or intrinsic call that stands alone, as `ErrorPath` does.
    case data(DataExpression, field: String)
    /// A value with expressions of JSONata.
    case jsonata(JSONataTemplate)
}

extension Template {
    /// The value.
    ///
    /// - Throws: ``StateFailure`` when something that the template refers to is not there.
    func evaluate(in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        switch self {
        case .payload(let template): try template.evaluate(in: &scope)
        case .data(let expression, let field): try expression.evaluate(field: field, in: &scope)
        case .jsonata(let template): try template.evaluate(in: &scope)
        }
    }

    /// What a field got instead of what it takes.
    func unexpectedType(_ value: JSONValue, expected: String, field: String) -> StateFailure {
        guard case .jsonata(let template) = self else {
            return .runtime("\(field) must be of type \(expected) but was: \(value.serialized())")
        }
        return .unexpectedType(value, of: template, expected: expected, field: field)
    }

    /// The part that computes a member; all of it where that cannot be told.
    func member(_ name: String) -> Template {
        guard case .jsonata(.object(let members)) = self, let member = members.first(where: { $0.name == name }) else {
            return self
        }
        return .jsonata(member.value)
    }
}

extension PayloadTemplate {
    fileprivate func evaluate(in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        switch self {
        case .literal(let value):
            return value
        case .expression(let expression):
            return try expression.evaluate(field: "", in: &scope)
        case .array(let elements):
            var values: [JSONValue] = []
            values.reserveCapacity(elements.count)
            for element in elements {
                values.append(try element.evaluate(in: &scope))
            }
            return .array(values)
        case .object(let members):
            var object = JSONObject()
            object.reserveCapacity(members.count)
            for member in members {
                if case .expression(let expression) = member.value {
                    object[member.name] = try expression.evaluate(field: member.name + ".$", in: &scope)
                } else {
                    object[member.name] = try member.value.evaluate(in: &scope)
                }
            }
            return .object(object)
        }
    }
}

extension DataExpression {
    /// What the path leads to or the function gives; `field` is named where that fails.
    func evaluate(field: String, in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        switch self {
        case .call(let call):
            return try call.evaluate(in: &scope)
        case .path(let path):
            do {
                return try path.evaluate(in: scope)
            } catch {
                let origin = path.root == .context ? scope.context.json : scope.input
                throw .runtime(
                    "The JSONPath '\(path.text)' specified for the field '\(field)' could not be found in the input"
                        + " '\(origin.serialized())'"
                )
            }
        }
    }
}
