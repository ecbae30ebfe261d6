// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The variables that the expressions of each state use, for `DescribeStateMachine`.
struct VariableReferences {
    /// A state that uses variables, with their names sorted.
    struct Entry {
        let state: String
        let names: [String]
    }

    /// In the order of the document.
    private(set) var byState: [Entry] = []

    init(in definition: JSONValue) {
        collect(definition, isJSONata: Self.isJSONata(definition) ?? false)
    }

    private mutating func collect(_ graph: JSONValue, isJSONata: Bool) {
        for (name, state) in graph["States"]?.object ?? [:] {
            let isJSONata = Self.isJSONata(state) ?? isJSONata
            var names: Set<String> = []
            for (field, value) in state.object ?? [:] where !["ItemProcessor", "Iterator", "Branches"].contains(field) {
                Self.scan(value, field: field, isJSONata: isJSONata, &names)
            }
            if !names.isEmpty { byState.append(Entry(state: name, names: names.sorted())) }
            var inner = state["Branches"]?.array ?? []
            if let processor = state["ItemProcessor"] ?? state["Iterator"] { inner.append(processor) }
            for graph in inner { collect(graph, isJSONata: isJSONata) }
        }
    }

    private static func isJSONata(_ value: JSONValue) -> Bool? {
        value["QueryLanguage"]?.string.map { $0 == "JSONata" }
    }

    private static func scan(_ value: JSONValue, field: String, isJSONata: Bool, _ names: inout Set<String>) {
        switch value {
        case .object(let object):
            for (field, value) in object { scan(value, field: field, isJSONata: isJSONata, &names) }
        case .array(let elements):
            for value in elements { scan(value, field: field, isJSONata: isJSONata, &names) }
        case .string(let text):
            if isExpression(text, field: field, isJSONata: isJSONata) {
                names.formUnion(Self.names(in: text, isJSONata: isJSONata))
            }
        case .null, .bool, .number:
            break
        }
    }

    private static func isExpression(_ text: String, field: String, isJSONata: Bool) -> Bool {
        if isJSONata { return text.hasPrefix("{%") && text.hasSuffix("%}") }
        return field.hasSuffix(".$") || field == "Variable" || (field.hasSuffix("Path") && field != "ResultPath")
    }

    /// The names behind `$` outside of string literals; of JSONata neither functions nor what the expression binds.
    private static func names(in expression: String, isJSONata: Bool) -> Set<String> {
        var names: Set<String> = []
        var bound: Set<String> = ["states"]
        var rest = expression[...]
        while let character = rest.popFirst() {
            if character == "'" || (isJSONata && (character == "\"" || character == "`")) {
                skipLiteral(until: character, &rest)
            } else if character == "$" {
                guard let first = rest.first, first.isLetter || first == "_" else {
                    // `$$` and what follows is the context object or the JSONata root.
                    rest = rest.drop { $0 == "$" }
                    continue
                }
                let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                rest = rest.dropFirst(name.count)
                let next = rest.drop { $0 == " " }
                if isJSONata, next.hasPrefix(":=") || next.hasPrefix("(") {
                    bound.insert(name)
                } else {
                    names.insert(name)
                }
            }
        }
        return isJSONata ? names.subtracting(bound) : names
    }

    private static func skipLiteral(until quote: Character, _ rest: inout Substring) {
        while let character = rest.popFirst(), character != quote {
            if character == "\\" { rest = rest.dropFirst() }
        }
    }
}
