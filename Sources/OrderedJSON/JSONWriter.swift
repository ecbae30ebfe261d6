// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// How JSON is laid out as text.
    public enum Layout: Sendable, Hashable {
        /// No white space.
        case compact
        /// A member or element a line, indented by two spaces a level.
        case pretty
    }

    /// The JSON text, members in order, without a final line break.
    ///
    /// Only what JSON requires is escaped.
    public func serialized(_ layout: Layout = .compact) -> String {
        String(decoding: serializedUTF8(layout), as: UTF8.self)
    }

    /// The UTF-8 bytes of ``serialized(_:)``.
    public func serializedUTF8(_ layout: Layout = .compact) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(self)
        return writer.bytes
    }
}

private struct JSONWriter {
    let layout: JSONValue.Layout
    var bytes: [UInt8] = []
    private var level = 0

    init(layout: JSONValue.Layout) {
        self.layout = layout
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .number(let value): append(value.literal)
        case .string(let value): write(string: value)
        case .array(let elements):
            bracketed("[", "]", elements) { writer, element in writer.write(element) }
        case .object(let members):
            bracketed("{", "}", members) { writer, member in
                writer.write(string: member.key)
                writer.append(writer.layout == .pretty ? ": " : ":")
                writer.write(member.value)
            }
        }
    }

    private mutating func bracketed<Items: Collection>(
        _ open: String,
        _ close: String,
        _ items: Items,
        _ writeItem: (inout JSONWriter, Items.Element) -> Void
    ) {
        append(open)
        level += 1
        var isFirst = true
        for item in items {
            if !isFirst { append(",") }
            isFirst = false
            breakLine()
            writeItem(&self, item)
        }
        level -= 1
        if !isFirst { breakLine() }
        append(close)
    }

    private mutating func breakLine() {
        guard layout == .pretty else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }

    private mutating func write(string: String) {
        bytes.append(UInt8(ascii: "\""))
        defer { bytes.append(UInt8(ascii: "\"")) }
        // Most strings have nothing to escape and are copied as a whole.
        let isPlain = string.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
        guard !isPlain else { return bytes.append(contentsOf: string.utf8) }
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 0x08: append("\\b")
            case 0x09: append("\\t")
            case 0x0A: append("\\n")
            case 0x0C: append("\\f")
            case 0x0D: append("\\r")
            case 0..<0x20: append("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
