// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A JSON value in which strings `{% … %}` are computed: `Arguments`, `Output`, `Items`, `Assign` of JSONata states.
indirect enum JSONataTemplate: Sendable {
    /// A value without anything to compute.
    case literal(JSONValue)
    /// A computed value; the field is named where that fails: `Output/total`.
    case expression(CompiledJSONata, field: String)
    case array([JSONataTemplate])
    case object([(name: String, value: JSONataTemplate)])

    /// Compiles a template.
    ///
    /// - Throws: ``JSONataProblem`` for the first expression that is none.
    init(_ json: JSONValue, field: String) throws(JSONataProblem) {
        switch json {
        case .string(let text) where text.hasPrefix("{%") && text.hasSuffix("%}") && text.utf8.count >= 4:
            self = .expression(try CompiledJSONata(String(text.dropFirst(2).dropLast(2))), field: field)
        case .string(let text) where text.hasPrefix("{%"):
            throw JSONataProblem(message: "what begins with '{%' must end with '%}': \(text)")
        case .array(let elements):
            var templates: [JSONataTemplate] = []
            for (index, element) in elements.enumerated() {
                templates.append(try JSONataTemplate(element, field: "\(field)[\(index)]"))
            }
            self = templates.allSatisfy(\.isLiteral) ? .literal(json) : .array(templates)
        case .object(let members):
            var templates: [(name: String, value: JSONataTemplate)] = []
            for (name, value) in members {
                templates.append((name, try JSONataTemplate(value, field: "\(field)/\(name)")))
            }
            self = templates.allSatisfy(\.value.isLiteral) ? .literal(json) : .object(templates)
        case .null, .bool, .number, .string:
            self = .literal(json)
        }
    }

    private var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }

    /// The value.
    ///
    /// - Throws: ``StateFailure`` `States.QueryEvaluationError`.
    func evaluate(in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        switch self {
        case .literal(let value):
            return value
        case .expression(let expression, let field):
            return try expression.value(field: field, in: &scope)
        case .array(let elements):
            var values: [JSONValue] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.evaluate(in: &scope)) }
            return .array(values)
        case .object(let members):
            var object = JSONObject()
            object.reserveCapacity(members.count)
            for (name, value) in members { object[name] = try value.evaluate(in: &scope) }
            return .object(object)
        }
    }
}

extension CompiledJSONata {
    fileprivate func value(field: String, in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        let value: JSONValue?
        do throws(JSONataProblem) {
            value = try evaluate(in: &scope)
        } catch {
            throw .evaluation(
                "The JSONata expression '\(source)' specified for the field '\(field)' threw an error during evaluation."
                    + " \(error.message)",
                field: field
            )
        }
        guard let value else {
            throw .evaluation(
                "The JSONata expression '\(source)' specified for the field '\(field)' returned nothing (undefined).",
                field: field
            )
        }
        return value
    }
}
