// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// How a string stands on a line of YAML.
enum YAMLScalar {
    /// The string bare where YAML 1.1 and 1.2 read it back as that string, else quoted as in JSON.
    static func text(for string: String) -> String {
        isPlain(string) ? string : JSONValue.string(string).serialized()
    }

    /// `[a, b]`, of scalars and functions of one scalar; nil when something else is among the elements.
    static func flow(_ elements: [JSONValue]) -> String? {
        let texts = elements.compactMap(inline)
        return texts.count == elements.count ? "[" + texts.joined(separator: ", ") + "]" : nil
    }

    private static func inline(_ value: JSONValue) -> String? {
        if let function = ShortFunction(value) {
            return function.argument.string.flatMap { _ in inline(function.argument) }.map { function.tag + " " + $0 }
        }
        switch value {
        case .string(let string) where string.contains("\n"): return nil
        case .string(let string):
            let quoted = JSONValue.string(string).serialized()
            return string.contains { ",[]{}".contains($0) } ? quoted : text(for: string)
        case .null, .bool, .number: return value.serialized()
        case .array, .object: return nil
        }
    }

    /// `{a: b, c: !Ref d}`, of scalars, functions of one scalar and mappings of such; nil when there is something else.
    static func flow(_ members: JSONObject) -> String? {
        var texts: [String] = []
        for member in members {
            let text = member.value.object.flatMap { ShortFunction(member.value) == nil ? flow($0) : nil }
            guard let text = text ?? inline(member.value) ?? member.value.array.flatMap(flow) else { return nil }
            let isPlain = !member.key.contains { ",[]{}".contains($0) }
            let key = isPlain ? Self.text(for: member.key) : JSONValue.string(member.key).serialized()
            texts.append(key + ": " + text)
        }
        return texts.isEmpty ? nil : "{" + texts.joined(separator: ", ") + "}"
    }

    /// Deliberately narrow: what is quoted needlessly is still right.
    private static func isPlain(_ string: String) -> Bool {
        guard let first = string.unicodeScalars.first, let last = string.unicodeScalars.last else { return false }
        guard first.isLetter || first == "/" || first == "$", last != ":", last != " " else { return false }
        guard !wordsWithMeaning.contains(string.lowercased()) else { return false }
        return string.unicodeScalars.allSatisfy { $0.isLetter || ("0"..."9").contains($0) || punctuation.contains($0) }
            && !string.contains(": ") && !string.contains(" #")
    }

    /// YAML 1.1 reads these as booleans or null.
    private static let wordsWithMeaning: Set<String> = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"]
    private static let punctuation = Set(" :./-_*()${}+=,;'@".unicodeScalars)
}

extension Unicode.Scalar {
    fileprivate var isLetter: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self)
    }
}
