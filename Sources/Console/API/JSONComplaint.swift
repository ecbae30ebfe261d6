// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What is wrong with a text that should be JSON, in the words of the parser behind Step Functions (Jackson).
struct JSONComplaint: Error, Sendable, Hashable {
    let problem: String
    /// `[Source: (String)"…"; line: 1, column: 4]`.
    let place: String

    /// - Returns: nil when nothing is wrong with the text, or it is blank.
    init?(about text: String) {
        var reader = ComplaintReader(text)
        guard let found = reader.complaint() else { return nil }
        problem = found
        place = reader.place
    }
}

/// Reads JSON as far as it is JSON.
private struct ComplaintReader {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var index = 0

    private static let valueNames = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
    /// How much of the text a place quotes.
    private static let quotedLength = 500

    private struct Stop: Error {
        let problem: String
    }

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    mutating func complaint() -> String? {
        skipSpace()
        guard index < scalars.count else { return nil }
        do {
            try value(depth: 0)
            skipSpace()
            guard index < scalars.count else { return nil }
            try unexpectedValue()
            return "Unexpected content after the document"
        } catch let stop as Stop {
            return stop.problem
        } catch {
            return nil
        }
    }

    var place: String { "[Source: (String)\(quoted); \(position(of: index))]" }

    private var quoted: String {
        let omitted = text.utf16.count - Self.quotedLength
        guard omitted > 0 else { return "\"\(text)\"" }
        return "\"\(String(text.unicodeScalars.prefix(Self.quotedLength)))\"[truncated \(omitted) chars]"
    }

    private func position(of index: Int) -> String {
        let before = scalars[..<min(index, scalars.count)]
        let line = before.count { $0 == "\n" } + 1
        let lineStart = before.lastIndex(of: "\n").map { $0 + 1 } ?? 0
        return "line: \(line), column: \(before.count - lineStart + 1)"
    }

    // MARK: Grammar

    private mutating func value(depth: Int) throws {
        guard depth < JSONValue.maximumDepth else {
            throw Stop(problem: "Document nesting depth exceeds the maximum allowed")
        }
        skipSpace()
        guard let next = peek else { throw Stop(problem: "No content to map due to end-of-input") }
        switch next {
        case "{": try object(depth: depth)
        case "}" where depth > 0: throw unexpected(next, "expected a value")
        case "}": throw mismatchedEnd(next, expected: "]", "root", "line: 1, column: 0")
        case "]" where depth == 0: throw mismatchedEnd(next, expected: "}", "root", "line: 1, column: 0")
        case "[": try array(depth: depth)
        case "\"": try string()
        case "-", "0"..."9": try number()
        default: try word()
        }
    }

    private mutating func object(depth: Int) throws {
        let start = position(of: index)
        index += 1
        if try ends(with: "}", "Object", start) { return }
        while true {
            skipSpace()
            guard let next = peek else { throw endBetween("Object") }
            guard next == "\"" else { throw unexpected(next, "was expecting double-quote to start field name") }
            try string(endingEarly: "Unexpected end-of-input in field name")
            skipSpace()
            guard let colon = peek else { throw endBetween("Object") }
            guard colon == ":" else {
                throw unexpected(colon, "was expecting a colon to separate field name and value")
            }
            index += 1
            skipSpace()
            guard peek != nil else { throw endBetween("Object") }
            try value(depth: depth + 1)
            if try ends(with: "}", "Object", start) { return }
            try comma("Object")
        }
    }

    private mutating func array(depth: Int) throws {
        let start = position(of: index)
        index += 1
        if try ends(with: "]", "Array", start) { return }
        while true {
            skipSpace()
            guard peek != nil else { throw endBetween("Array") }
            try value(depth: depth + 1)
            if try ends(with: "]", "Array", start) { return }
            try comma("Array")
        }
    }

    /// Takes the end of an array or object if it is there.
    ///
    /// - Throws: When the text ends, or the other kind of end is there.
    private mutating func ends(with end: Unicode.Scalar, _ kind: String, _ start: String) throws -> Bool {
        skipSpace()
        guard let next = peek else { throw unclosed(kind, start) }
        if take(end) { return true }
        guard next == "]" || next == "}" else { return false }
        throw mismatchedEnd(next, expected: end, kind, start)
    }

    /// Takes the comma between entries, where the text has not ended.
    private mutating func comma(_ kind: String) throws {
        if take(",") { return }
        throw unexpected(scalars[index], "was expecting comma to separate \(kind) entries")
    }

    private mutating func string(
        endingEarly problem: String = "Unexpected end-of-input: was expecting closing quote for a string value"
    ) throws {
        index += 1
        while let next = peek {
            index += 1
            if next == "\"" { return }
            if next == "\\" {
                guard let escaped = peek else { break }
                index += 1
                guard "\"\\/bfnrtu".unicodeScalars.contains(escaped) else {
                    throw Stop(problem: "Unrecognized character escape '\(escaped)' (code \(escaped.value))")
                }
            } else if next.value < 0x20 {
                throw Stop(
                    problem: "Illegal unquoted character ((CTRL-CHAR, code \(next.value))): "
                        + "has to be escaped using backslash to be included in string value"
                )
            }
        }
        throw Stop(problem: problem)
    }

    private mutating func number() throws {
        let start = index
        _ = take("-")
        guard let first = peek, ("0"..."9").contains(first) else {
            guard let next = peek else { throw Stop(problem: "Unexpected end-of-input in numeric value") }
            throw unexpected(next, "expected digit (0-9) to follow minus sign, for valid numeric value")
        }
        while let next = peek, "0123456789.eE+-".unicodeScalars.contains(next) { index += 1 }
        let literal = String(String.UnicodeScalarView(scalars[start..<index]))
        if literal.count > 1, literal.first == "0", let second = literal.dropFirst().first, second.isNumber {
            throw Stop(problem: "Invalid numeric value: Leading zeroes not allowed")
        }
        guard (try? JSONValue(parsing: literal)) != nil else {
            throw Stop(problem: "Invalid numeric value: \(literal)")
        }
    }

    private mutating func word() throws {
        for known in ["true", "false", "null"] {
            let end = index + known.unicodeScalars.count
            guard end <= scalars.count, scalars[index..<end].elementsEqual(known.unicodeScalars),
                end == scalars.count || !isWordPart(scalars[end])
            else { continue }
            index = end
            return
        }
        try unexpectedValue()
    }

    private mutating func unexpectedValue() throws {
        let start = index
        while let next = peek, isWordPart(next) { index += 1 }
        guard index > start else {
            throw unexpected(scalars[start], "expected a valid value \(Self.valueNames)")
        }
        let token = String(String.UnicodeScalarView(scalars[start..<index]))
        throw Stop(problem: "Unrecognized token '\(token)': was expecting \(Self.valueNames)")
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let next = peek, " \t\r\n".unicodeScalars.contains(next) { index += 1 }
    }

    private func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" || scalar == "$"
    }

    /// The place is that behind the character, which the parser has read by then.
    private mutating func unexpected(_ scalar: Unicode.Scalar, _ expectation: String) -> Stop {
        index += 1
        return Stop(problem: "Unexpected character ('\(scalar)' (code \(scalar.value))): \(expectation)")
    }

    private mutating func mismatchedEnd(
        _ scalar: Unicode.Scalar,
        expected end: Unicode.Scalar,
        _ kind: String,
        _ start: String
    ) -> Stop {
        index += 1
        return Stop(
            problem: "Unexpected close marker '\(scalar)': expected '\(end)' "
                + "(for \(kind) starting at [Source: (String)\(quoted); \(start)])"
        )
    }

    private func endBetween(_ kind: String) -> Stop {
        Stop(problem: "Unexpected end-of-input within/between \(kind) entries")
    }

    private func unclosed(_ kind: String, _ start: String) -> Stop {
        Stop(
            problem: "Unexpected end-of-input: expected close marker for \(kind) "
                + "(start marker at [Source: (String)\(quoted); \(start)])"
        )
    }
}
