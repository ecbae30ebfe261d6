// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension Preparation {
    mutating func path(_ text: String, _ field: String) -> JSONPathExpression? {
        do {
            return try JSONPathExpression(parsing: text)
        } catch {
            report("\(field) '\(text)' is no path: \(error.description).")
            return nil
        }
    }

    mutating func filter(_ field: PathField?, _ name: String) -> PathFilter? {
        switch field {
        case nil: nil
        case .null?: .empty
        case .path("$")?: nil
        case .path(let text)?: path(text, name).map { .path($0) }
        }
    }

    mutating func placement(_ field: PathField?) -> ResultPlacement? {
        switch field {
        case nil, .path("$")?: return nil
        case .null?: return .discard
        case .path(let text)?:
            do {
                return .path(try ReferencePath(parsing: text))
            } catch {
                report("ResultPath '\(text)' is no reference path: \(error.description).")
                return nil
            }
        }
    }

    /// A template in the language of the state.
    mutating func template(_ json: JSONValue?, _ field: String) -> Template? {
        guard let json else { return nil }
        if language == .jsonata { return jsonata(json, field).map { .jsonata($0) } }
        do {
            return .payload(try PayloadTemplate(json))
        } catch {
            let reason = error.reason.map(\.description) ?? "the value must be a string"
            report("the field '\(error.name)' cannot be computed: \(reason).")
            return nil
        }
    }

    mutating func jsonata(_ json: JSONValue, _ field: String) -> JSONataTemplate? {
        do {
            return try JSONataTemplate(json, field: field)
        } catch {
            report("\(field) cannot be computed: \(error.message).")
            return nil
        }
    }

    mutating func variables(_ json: JSONValue?, _ field: String) -> [AssignedVariable] {
        guard let members = json?.object else { return [] }
        return members.compactMap { name, value in
            guard language == .jsonPath, name.hasSuffix(".$") else {
                return template(value, "\(field)/\(name)").map { AssignedVariable(name: name, value: $0) }
            }
            return data(value.string ?? "", name).map { AssignedVariable(name: String(name.dropLast(2)), value: $0) }
        }
    }

    /// A field that is a text in one spelling and a path or call in the other.
    mutating func standalone(_ text: String?, _ expression: String?, _ field: String) -> Template? {
        if let text {
            let name = String(field.dropLast("Path".count))
            return language == .jsonata ? template(.string(text), name) : .payload(.literal(.string(text)))
        }
        return expression.flatMap { data($0, field) }
    }

    private mutating func data(_ text: String, _ field: String) -> Template? {
        do {
            return .data(try DataExpression(parsing: text), field: field)
        } catch {
            report("\(field) '\(text)' is no path and no intrinsic function call: \(error.description).")
            return nil
        }
    }

    mutating func number(_ literal: Dynamic<Int>?, _ pathText: String?, _ field: String) -> DynamicNumber? {
        if let literal { return number(literal, field) { JSONNumber($0) } }
        return pathText.flatMap { path($0, field + "Path") }.map { .path($0, field: field + "Path") }
    }

    mutating func number(_ literal: Dynamic<JSONNumber>?, _ pathText: String?, _ field: String) -> DynamicNumber? {
        if let literal { return number(literal, field) { $0 } }
        return pathText.flatMap { path($0, field + "Path") }.map { .path($0, field: field + "Path") }
    }

    private mutating func number<Value>(
        _ dynamic: Dynamic<Value>,
        _ field: String,
        _ literal: (Value) -> JSONNumber
    ) -> DynamicNumber? {
        switch dynamic {
        case .literal(let value): return .literal(literal(value))
        case .expression(let expression):
            return jsonata(.string(expression.text), field).map { .expression($0, field: field) }
        }
    }
}
