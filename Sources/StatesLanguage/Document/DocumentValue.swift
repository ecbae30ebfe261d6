// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Anything that can be the value of a field.
protocol DocumentValue: Sendable, Hashable {
    /// The value that the JSON stands for; nil, after noting why, when it stands for none.
    ///
    /// A value that is wrong only in parts is decoded without those parts.
    init?(decoding json: JSONValue, in context: inout ProblemCollector)

    /// The JSON that stands for the value.
    var encoded: JSONValue { get }
}

extension JSONValue: DocumentValue {
    init(decoding json: JSONValue, in context: inout ProblemCollector) {
        self = json
    }

    var encoded: JSONValue { self }
}

extension String: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let string = json.string else {
            context.reportType("String")
            return nil
        }
        self = string
    }

    var encoded: JSONValue { .string(self) }
}

extension Bool: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let bool = json.bool else {
            context.reportType("Boolean")
            return nil
        }
        self = bool
    }

    var encoded: JSONValue { .bool(self) }
}

extension Int: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let number = json.number, number.isIntegerLiteral, let integer = number.integer else {
            context.reportType("Integer")
            return nil
        }
        self = Int(integer)
    }

    var encoded: JSONValue { .integer(self) }
}

extension JSONNumber: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let number = json.number else {
            context.reportType("Number")
            return nil
        }
        self = number
    }

    var encoded: JSONValue { .number(self) }
}

extension Array: DocumentValue where Element: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let elements = json.array else {
            context.reportType("Array")
            return nil
        }
        let decoded = elements.enumerated().map { index, element in
            context.inside(.element(index)) { Element(decoding: element, in: &$0) }
        }
        // With an element missing, indexes would no longer be the document's: the whole stays undecoded.
        guard decoded.allSatisfy({ $0 != nil }) else { return nil }
        self = decoded.compactMap { $0 }
    }

    var encoded: JSONValue { .array(map(\.encoded)) }
}

/// A field whose value is one word of a list.
protocol Keyword: DocumentValue, CaseIterable, RawRepresentable<String> {}

extension Keyword {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let word = String(decoding: json, in: &context) else { return nil }
        guard let value = Self(rawValue: word) else {
            context.reportWord(Self.allCases.map(\.rawValue))
            return nil
        }
        self = value
    }

    var encoded: JSONValue { .string(rawValue) }
}

extension ProblemCollector {
    /// Notes that the word here is not one of those allowed.
    mutating func reportWord(_ allowed: [String]) {
        let field =
            switch pointer.components.last {
            case .member(let name): name
            default: ""
            }
        let list = allowed.joined(separator: ", ")
        report(.allowedValues, "The field '\(field)' should have one of these values: [\(list)]")
    }
}
