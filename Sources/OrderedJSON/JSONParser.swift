// SPDX-License-Identifier: Apache-2.0

/// Where something stands in a text.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in bytes of UTF-8.
    public let column: Int

    /// `12:7`.
    public var description: String { "\(line):\(column)" }
}

/// Why a text is not JSON.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, without the place.
    public let problem: String
    /// Where it is wrong.
    public let location: SourceLocation

    /// The problem and its place in one sentence.
    public var description: String { "\(problem) at line \(location.line), column \(location.column)" }
}

extension JSONValue {
    /// How deep arrays and objects may nest, so that hostile input ends in an error and not in a stack overflow.
    public static let maximumDepth = 512

    /// Parses a JSON text (RFC 8259), strictly: no comments, no trailing commas, no duplicate members.
    ///
    /// - Throws: ``JSONSyntaxError`` with the place.
    public init(parsing text: String) throws(JSONSyntaxError) {
        self = try JSONParser.parse(Array(text.utf8))
    }

    /// Parses JSON from UTF-8 bytes, as strictly as from a string.
    ///
    /// - Throws: ``JSONSyntaxError`` with the place.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        self = try JSONParser.parse(Array(bytes))
    }
}

/// The place in `text` of the value that the pointer leads to, or of the nearest enclosing value that exists.
///
/// Found by walking the text again: only diagnostics need it, and documents without problems should not pay for it.
///
/// - Returns: nil when the text is not JSON.
public func locate(_ pointer: JSONPointer, in text: String) -> SourceLocation? {
    var parser = JSONParser(bytes: Array(text.utf8), sought: pointer.components)
    guard (try? parser.document()) != nil else { return nil }
    return parser.location(of: parser.found)
}

struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    /// The path to look for, and how much of it the parser stands in.
    private let sought: [JSONPointer.Component]
    private var matched = 0
    private(set) var found = 0

    init(bytes: [UInt8], sought: [JSONPointer.Component] = []) {
        self.bytes = bytes
        self.sought = sought
    }

    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        return try parser.document()
    }

    mutating func document() throws(JSONSyntaxError) -> JSONValue {
        skipWhitespace()
        found = index
        let value = try value()
        skipWhitespace()
        guard index == bytes.count else { throw error("unexpected \(here) after the document") }
        return value
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONValue {
        guard let byte = peek else { throw error("unexpected end of text") }
        switch byte {
        case UInt8(ascii: "{"):
            return try nested { parser throws(JSONSyntaxError) in try parser.object() }
        case UInt8(ascii: "["):
            return try nested { parser throws(JSONSyntaxError) in try parser.array() }
        case UInt8(ascii: "\""):
            return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try number())
        case UInt8(ascii: "t"):
            try keyword("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try keyword("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try keyword("null")
            return .null
        default:
            throw error("unexpected \(here)")
        }
    }

    private mutating func nested(
        _ parse: (inout JSONParser) throws(JSONSyntaxError) -> JSONValue
    ) throws(JSONSyntaxError) -> JSONValue {
        guard depth < JSONValue.maximumDepth else {
            throw error("nested deeper than \(JSONValue.maximumDepth) levels")
        }
        depth += 1
        defer { depth -= 1 }
        return try parse(&self)
    }

    private mutating func object() throws(JSONSyntaxError) -> JSONValue {
        index += 1
        var members = JSONObject()
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipWhitespace()
            guard peek == UInt8(ascii: "\"") else { throw error("expected a member name, found \(here)") }
            let nameIndex = index
            let name = try string()
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw error("expected ':' after a member name, found \(here)") }
            skipWhitespace()
            guard members[name] == nil else {
                throw error("duplicate member \"\(name)\"", at: nameIndex)
            }
            members[name] = try child(.member(name))
            skipWhitespace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw error("expected ',' or '}', found \(here)") }
        }
    }

    private mutating func array() throws(JSONSyntaxError) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            skipWhitespace()
            elements.append(try child(.element(elements.count)))
            skipWhitespace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw error("expected ',' or ']', found \(here)") }
        }
    }

    /// Parses the value of a member or element, noting its place if it lies on the sought path.
    private mutating func child(_ component: JSONPointer.Component) throws(JSONSyntaxError) -> JSONValue {
        guard matched == depth - 1, matched < sought.count, sought[matched] == component else { return try value() }
        matched += 1
        found = index
        let value = try value()
        // Deeper matches have moved `found` on; once past this value nothing else can match.
        if matched == depth { matched = .max }
        return value
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        index += 1
        let start = index
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        if peek == UInt8(ascii: "\"") {
            defer { index += 1 }
            return try decoded(bytes[start..<index], at: start)
        }
        var unescaped = Array(bytes[start..<index])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try decoded(unescaped[...], at: start)
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                throw error("unescaped control character in a string")
            default:
                unescaped.append(byte)
                index += 1
            }
        }
        throw error("unterminated string", at: start - 1)
    }

    private func decoded(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONSyntaxError) -> String {
        guard let string = String(validating: slice, as: UTF8.self) else {
            throw error("a string is not valid UTF-8", at: start)
        }
        return string
    }

    private mutating func escape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let byte = peek else { throw error("unterminated string", at: start) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = try hexUnit(escapeStart: start)
            let isEscapeNext = bytes[index...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
            if UTF16.isLeadSurrogate(unit), isEscapeNext {
                let resume = index
                index += 2
                let trail = try hexUnit(escapeStart: resume)
                if UTF16.isTrailSurrogate(trail) {
                    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
                }
                index = resume
            }
            // A lone surrogate has no UTF-8: the replacement character, as Unicode advises.
            return Unicode.Scalar(unit) ?? "\u{FFFD}"
        default:
            throw error("unknown escape in a string", at: start)
        }
    }

    private mutating func hexUnit(escapeStart: Int) throws(JSONSyntaxError) -> UInt16 {
        guard index + 4 <= bytes.count,
            bytes[index..<index + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw error("\\u needs four hexadecimal digits", at: escapeStart) }
        index += 4
        return unit
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONNumber {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits(after: start) }
        if take(UInt8(ascii: ".")) { try digits(after: start) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits(after: start)
        }
        if let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            throw error("a number may not start with a zero", at: start)
        }
        guard let number = JSONNumber(literal: String(decoding: bytes[start..<index], as: UTF8.self)) else {
            throw error("a number is out of range", at: start)
        }
        return number
    }

    private mutating func digits(after start: Int) throws(JSONSyntaxError) {
        let first = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        guard index > first else { throw error("malformed number", at: start) }
    }

    private mutating func keyword(_ word: StaticString) throws(JSONSyntaxError) {
        let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[index...].starts(with: expected) else { throw error("unexpected \(here)") }
        index += expected.count
    }

    private var peek: UInt8? {
        index < bytes.count ? bytes[index] : nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipWhitespace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    /// What stands at the current place, for messages.
    private var here: String {
        guard let byte = peek else { return "end of text" }
        return byte < 0x80 ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    }

    private func error(_ problem: String, at place: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(problem: problem, location: location(of: place ?? index))
    }

    func location(of place: Int) -> SourceLocation {
        let before = bytes[..<min(place, bytes.count)]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return SourceLocation(line: before.count { $0 == 0x0A } + 1, column: before.count - lineStart + 1)
    }
}
