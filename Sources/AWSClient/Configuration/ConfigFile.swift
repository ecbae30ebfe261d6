// SPDX-License-Identifier: Apache-2.0

/// A file in the format of `~/.aws/config` and `~/.aws/credentials`.
package struct ConfigFile: Sendable, Hashable {
    /// Values by section and name; a value nested under `name =` is found as `name.nested`.
    package private(set) var sections: [String: [String: String]] = [:]

    /// Reads what it can and skips lines that say nothing, as the AWS tools do.
    package init(_ text: String) {
        var section: String?
        var parent: String?
        // A line break in these files may be CR LF, which is a single Character.
        for rawLine in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
            let isIndented = rawLine.first == " " || rawLine.first == "\t"
            let line = String(rawLine).trimmed
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[" {
                section = line.dropFirst().split(separator: "]", omittingEmptySubsequences: false).first
                    .map { Self.normalised(String($0)) }
                parent = nil
                if let section, sections[section] == nil { sections[section] = [:] }
                continue
            }
            guard let section, let equals = line.firstIndex(of: "=") else { continue }
            let name = String(line[..<equals]).trimmed.lowercased()
            let value = Self.withoutComment(String(line[line.index(after: equals)...])).trimmed
            if isIndented, let parent {
                sections[section]?["\(parent).\(name)"] = value
            } else {
                sections[section]?[name] = value
                parent = value.isEmpty ? name : nil
            }
        }
    }

    /// `profile  x` and `profile x` are one section.
    private static func normalised(_ name: String) -> String {
        name.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }

    /// A comment inside a line begins with a blank and `#` or `;`.
    private static func withoutComment(_ value: String) -> String {
        var previous: Character = "="
        for index in value.indices {
            let character = value[index]
            if character == "#" || character == ";", previous == " " || previous == "\t" {
                return String(value[..<index])
            }
            previous = character
        }
        return value
    }
}
