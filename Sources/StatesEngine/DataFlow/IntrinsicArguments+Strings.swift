// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON

extension IntrinsicArguments {
    /// Fills the `{}` of the template; `\{`, `\}`, `\'` and `\\` stand for the character behind the backslash.
    func format(_ literalTemplate: String?) throws(IntrinsicRefusal) -> String {
        let template = if let literalTemplate { literalTemplate } else { try string(0) }
        var result = String.UnicodeScalarView()
        var scalars = Array(template.unicodeScalars)[...]
        var next = 1
        while let scalar = scalars.popFirst() {
            if scalar == "\\", let escaped = scalars.first, "{}'\\".unicodeScalars.contains(escaped) {
                scalars.removeFirst()
                result.append(escaped)
            } else if scalar == "{", scalars.first == "}" {
                scalars.removeFirst()
                guard next < values.count else {
                    throw Self.placeholderMismatch
                }
                result.append(contentsOf: (values[next].string ?? values[next].serialized()).unicodeScalars)
                next += 1
            } else {
                result.append(scalar)
            }
        }
        guard next == values.count else {
            throw Self.placeholderMismatch
        }
        return String(result)
    }

    private static let placeholderMismatch = IntrinsicRefusal(
        "The number of arguments does not match the occurrences of {} in the template"
    )

    /// Parses a JSON text; a blank one gives null.
    func stringToJSON() throws(IntrinsicRefusal) -> JSONValue {
        let text = try string(0)
        if text.utf8.allSatisfy({ $0 <= 0x20 }) { return .null }
        do {
            return try JSONValue(parsing: text)
        } catch {
            throw IntrinsicRefusal("Invalid JSON: \(error.description)")
        }
    }

    /// Splits at each of the delimiter's characters; runs of them count once.
    func stringSplit() throws(IntrinsicRefusal) -> JSONValue {
        let text = try string(0)
        let delimiters = Set(try string(1).unicodeScalars)
        let parts = text.unicodeScalars.split { delimiters.contains($0) }
        return .array(parts.map { .string(String($0)) })
    }

    func base64Decode() throws(IntrinsicRefusal) -> JSONValue {
        guard let bytes = Base64.decode(try boundedString(0)) else {
            throw IntrinsicRefusal("Input is not valid Base64")
        }
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    func hash() throws(IntrinsicRefusal) -> JSONValue {
        let data = if values[0].string == nil { values[0].serialized() } else { try boundedString(0) }
        let name = try string(1)
        guard let algorithm = HashAlgorithm(rawValue: name) else {
            let known = HashAlgorithm.allCases.map(\.rawValue).joined(separator: ", ")
            throw IntrinsicRefusal("Unsupported hash algorithm '\(name)', supported are: \(known)")
        }
        return .string(algorithm.hexadecimalDigest(of: Array(data.utf8)))
    }
}
