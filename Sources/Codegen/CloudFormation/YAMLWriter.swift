// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// Writes a template as YAML, with the short function tags (`!Ref`, `!Sub`) and with block scalars for longer texts.
///
/// Yams was tried first: its emitter (6.2.2) drops the tags of scalars, so that `!Ref Topic` comes out as the word
/// `Topic`. A template needs five kinds of nodes; they are below.
package struct YAMLWriter {
    private static let width = 120
    /// Above this depth a mapping is never on one line: parameters, resources and their properties are an outline.
    private static let outlineDepth = 3
    private var text = ""

    /// The YAML text of the document, ended by a line break.
    package static func write(_ document: JSONValue) -> String {
        var writer = YAMLWriter()
        writer.write(document, level: 0, after: .lineStart)
        return writer.text
    }

    /// What stands on the line before a node.
    private enum Position {
        case lineStart
        /// Behind `key:` or a tag: whatever fits there goes after a blank.
        case key
        /// Behind `-` and one blank, where a mapping may begin on the same line.
        case dash
    }

    private mutating func write(_ value: JSONValue, level: Int, after position: Position) {
        if let function = ShortFunction(value) {
            write(function, level: level, after: position)
            return
        }
        switch value {
        case .object(let members) where !members.isEmpty: write(members, level: level, after: position)
        case .array(let elements) where !elements.isEmpty: write(elements, level: level, after: position)
        case .object: line(inline: "{}", after: position)
        case .array: line(inline: "[]", after: position)
        case .string(let string) where string.contains("\n"): write(block: string, level: level, after: position)
        case .string(let string): line(inline: YAMLScalar.text(for: string), after: position)
        case .null, .bool, .number: line(inline: value.serialized(), after: position)
        }
    }

    private mutating func write(_ function: ShortFunction, level: Int, after position: Position) {
        if position == .key { text += " " }
        text += function.tag
        write(function.argument, level: level, after: .key)
    }

    private mutating func write(_ members: JSONObject, level: Int, after position: Position) {
        if level > Self.outlineDepth, let flow = YAMLScalar.flow(members), flow.count + 2 * level <= Self.width {
            line(inline: flow, after: position)
            return
        }
        if position == .key { text += "\n" }
        for (index, member) in members.enumerated() {
            if index > 0 || position != .dash { indent(level) }
            text += YAMLScalar.text(for: member.key) + ":"
            write(member.value, level: level + 1, after: .key)
        }
    }

    private mutating func write(_ elements: [JSONValue], level: Int, after position: Position) {
        if let flow = YAMLScalar.flow(elements), flow.count + 2 * level <= Self.width {
            line(inline: flow, after: position)
            return
        }
        if position != .lineStart { text += "\n" }
        for element in elements {
            indent(level)
            text += "- "
            write(element, level: level + 1, after: .dash)
        }
    }

    /// A literal block.
    ///
    /// Its last line break is kept or stripped as the text has it.
    private mutating func write(block string: String, level: Int, after position: Position) {
        let endsWithBreak = string.hasSuffix("\n")
        line(inline: endsWithBreak ? "|" : "|-", after: position)
        let lines = (endsWithBreak ? String(string.dropLast()) : string)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines {
            if !line.isEmpty {
                indent(level)
                text += line
            }
            text += "\n"
        }
    }

    private mutating func line(inline scalar: String, after position: Position) {
        if position == .key { text += " " }
        text += scalar + "\n"
    }

    private mutating func indent(_ level: Int) {
        text += String(repeating: "  ", count: level)
    }
}
