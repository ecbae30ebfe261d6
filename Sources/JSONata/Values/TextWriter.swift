// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// A text as a JSON string literal.
func quoted(_ text: String) -> String {
    JSONValue.string(text).serialized()
}

/// Writes values as JSON text in the way of `$string`: numbers to 15 digits, functions as empty strings.
struct TextWriter {
    private let evaluation: Evaluation?
    private let isPretty: Bool
    private let limit: Int
    private(set) var text = ""
    private var level = 0

    init(_ evaluation: Evaluation?, isPretty: Bool = false, limit: Int = JSONata.Limits.textLength) {
        self.evaluation = evaluation
        self.isPretty = isPretty
        self.limit = limit
    }

    mutating func write(_ value: Value) throws {
        try evaluation?.spend(1)
        switch value {
        case .undefined: text += "null"
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let value):
            guard value.isFinite || evaluation == nil else {
                throw JSONata.EvaluationError("D1001", value: .number(value))
            }
            text += NumberText.text(of: NumberText.rounded(value))
        case .string(let value):
            try evaluation?.spend(text: value.utf8.count)
            text += quoted(value)
        case .function: text += "\"\""
        case .array(let array):
            try bracketed("[", "]", array) { writer, element in try writer.write(element) }
        case .object(let object):
            try bracketed("{", "}", object) { writer, member in
                writer.text += quoted(member.key) + (writer.isPretty ? ": " : ":")
                try writer.write(member.value)
            }
        }
        if text.utf8.count > limit { throw JSONata.EvaluationError.tooMuchText }
    }

    private mutating func bracketed<Items: Sequence>(
        _ open: String,
        _ close: String,
        _ items: Items,
        _ writeItem: (inout TextWriter, Items.Element) throws -> Void
    ) throws {
        text += open
        level += 1
        var isFirst = true
        for item in items {
            if !isFirst { text += "," }
            isFirst = false
            breakLine()
            try writeItem(&self, item)
        }
        level -= 1
        if !isFirst { breakLine() }
        text += close
    }

    private mutating func breakLine() {
        guard isPretty else { return }
        text += "\n" + String(repeating: "  ", count: level)
    }
}

extension Value {
    /// The value in an error message: its JSON, cut where that is long.
    var excerpt: String {
        if isUndefined { return "" }
        var writer = TextWriter(nil, limit: 1000)
        guard (try? writer.write(self)) != nil else { return writer.text.prefix(200) + "…" }
        return writer.text
    }
}
