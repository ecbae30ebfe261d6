// SPDX-License-Identifier: Apache-2.0

package import OrderedJSON

/// JSON for readers: whatever fits on a line stands on one line, everything else a member or element a line.
///
/// Beside being easier to read, it keeps a template with its definition below the 51,200 bytes that CloudFormation
/// takes without a bucket.
package struct FittedJSON {
    /// The text of the value, ended by a line break, in lines of about that width.
    package static func text(of value: JSONValue, width: Int = 100) -> String {
        FittedJSON(width: width).text(of: value, level: 0, column: 0) + "\n"
    }

    private let width: Int

    /// The text of a value that begins in that column of its line.
    private func text(of value: JSONValue, level: Int, column: Int) -> String {
        let line = line(of: value)
        if column + line.count <= width { return line }
        switch value {
        case .array(let elements):
            return bracketed("[", elements.map { text(of: $0, level: level + 1, column: 2 * level + 2) }, "]", level)
        case .object(let members):
            let lines = members.map { member in
                let name = JSONValue.string(member.key).serialized() + ": "
                return name + text(of: member.value, level: level + 1, column: 2 * level + 2 + name.count)
            }
            return bracketed("{", lines, "}", level)
        default:
            return line
        }
    }

    private func bracketed(_ open: String, _ items: [String], _ close: String, _ level: Int) -> String {
        let indent = String(repeating: "  ", count: level)
        return open + items.map { "\n" + indent + "  " + $0 }.joined(separator: ",") + "\n" + indent + close
    }

    private func line(of value: JSONValue) -> String {
        switch value {
        case .array(let elements):
            return "[" + elements.map(line).joined(separator: ", ") + "]"
        case .object(let members):
            let texts = members.map { JSONValue.string($0.key).serialized() + ": " + line(of: $0.value) }
            return "{" + texts.joined(separator: ", ") + "}"
        default:
            return value.serialized()
        }
    }
}
