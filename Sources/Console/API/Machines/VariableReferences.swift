// SPDX-License-Identifier: Apache-2.0

import JSONata
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

    /// The functions of the library, but for names that the definition gives to variables.
    private let functions: Set<String>

    init(in definition: JSONValue) {
        functions = JSONata.Dialect.stepFunctions.functionNames.subtracting(Self.assigned(definition))
        collect(definition, isJSONata: Self.isJSONata(definition) ?? false)
    }

    private static func assigned(_ value: JSONValue) -> Set<String> {
        let members = (value.object ?? [:]).map(\.value) + (value.array ?? [])
        let names = (value["Assign"]?.object?.names ?? []).map { $0.hasSuffix(".$") ? String($0.dropLast(2)) : $0 }
        return members.reduce(into: Set(names)) { $0.formUnion(assigned($1)) }
    }

    /// The language is that of the state machine, which those inside have as well, whatever their state's.
    private mutating func collect(_ graph: JSONValue, isJSONata: Bool) {
        for (name, state) in graph["States"]?.object ?? [:] {
            let fields = (state.object ?? [:]).filter { !Self.withoutExpressions.contains($0.key) }
            let names: Set<String> =
                if Self.isJSONata(state) ?? isJSONata {
                    Self.namesInJSONata(.object(JSONObject(fields))).subtracting(functions)
                } else {
                    fields.reduce(into: []) { $0.formUnion(Self.namesInPaths($1.value, of: $1.key)) }
                }
            if !names.isEmpty { byState.append(Entry(state: name, names: names.sorted())) }
            var inner = state["Branches"]?.array ?? []
            if let processor = state["ItemProcessor"] ?? state["Iterator"] { inner.append(processor) }
            for graph in inner { collect(graph, isJSONata: isJSONata) }
        }
    }

    private static let withoutExpressions: Set = ["Comment", "Result", "ItemProcessor", "Iterator", "Branches"]

    private static func isJSONata(_ value: JSONValue) -> Bool? {
        value["QueryLanguage"]?.string.map { $0 == "JSONata" }
    }

    /// The fields whose members are data of the user's: with JSONPath only a name that ends in `.$` has an expression.
    private static let templates: Set = [
        "Parameters", "ResultSelector", "ItemSelector", "Assign", "BatchInput", "Credentials", "Arguments", "Output",
        "Items",
    ]

    // MARK: JSONata

    private static func namesInJSONata(_ value: JSONValue, inTemplate: Bool = false) -> Set<String> {
        switch value {
        case .object(let object):
            object.reduce(into: []) { names, member in
                if member.key == "Comment", !inTemplate { return }
                let inTemplate = inTemplate || templates.contains(member.key)
                names.formUnion(namesInJSONata(member.value, inTemplate: inTemplate))
            }
        case .array(let elements):
            elements.reduce(into: []) { $0.formUnion(namesInJSONata($1, inTemplate: inTemplate)) }
        case .string(let text): (try? JSONata.Expression(template: text))?.freeVariables.subtracting(["states"]) ?? []
        case .null, .bool, .number: []
        }
    }

    // MARK: JSONPath

    private static func namesInPaths(_ value: JSONValue, of field: String, inTemplate: Bool = false) -> Set<String> {
        let inTemplate = inTemplate || templates.contains(field)
        switch value {
        case .object(let object):
            return object.reduce(into: []) { names, member in
                names.formUnion(namesInPaths(member.value, of: member.key, inTemplate: inTemplate))
            }
        case .array(let elements):
            return elements.reduce(into: []) { $0.formUnion(namesInPaths($1, of: field, inTemplate: inTemplate)) }
        case .string(let text):
            let isPath = field == "Variable" || (field.hasSuffix("Path") && field != "ResultPath")
            let isExpression = field.hasSuffix(".$") || (isPath && !inTemplate)
            return isExpression ? names(inPath: text) : []
        case .null, .bool, .number:
            return []
        }
    }

    /// The names behind `$` outside of string literals; `$$` and what follows is the context object.
    private static func names(inPath expression: String) -> Set<String> {
        var names: Set<String> = []
        var rest = expression[...]
        while let character = rest.popFirst() {
            if character == "'" {
                skipLiteral(&rest)
            } else if character == "$" {
                guard let first = rest.first, first.isLetter || first == "_" else {
                    rest = rest.drop { $0 == "$" }
                    continue
                }
                let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(name.count)
                names.insert(String(name))
            }
        }
        return names
    }

    private static func skipLiteral(_ rest: inout Substring) {
        while let character = rest.popFirst(), character != "'" {
            if character == "\\" { rest = rest.dropFirst() }
        }
    }
}
