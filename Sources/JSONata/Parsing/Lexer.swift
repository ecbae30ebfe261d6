// SPDX-License-Identifier: Apache-2.0

/// Splits an expression into tokens, one at a time: whether `/` divides or begins a regular expression depends on
/// what stands before it.
struct Lexer {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// The place in UTF-16 code units.
    private(set) var position = 0

    private static let symbols: Set<Unicode.Scalar> = [
        ".", "[", "]", "{", "}", "(", ")", ",", "@", "#", ";", ":", "?", "+", "-", "*", "/", "%", "|", "=", "<", ">",
        "^", "&", "!", "~",
    ]
    private static let doubleSymbols: Set<String> = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"]

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    /// The next token, where `allowsRegex` says whether an operand may stand.
    mutating func next(allowsRegex: Bool) throws(JSONata.SyntaxError) -> Token {
        try skipBlanks()
        guard let scalar = peek() else { return Token(kind: .end, text: "(end)", position: position) }
        if allowsRegex, scalar == "/" { return try regex() }
        if let next = peek(1), Self.doubleSymbols.contains("\(scalar)\(next)") {
            advance(2)
            return token(.symbol, "\(scalar)\(next)")
        }
        if Self.symbols.contains(scalar) {
            advance()
            return token(.symbol, String(scalar))
        }
        if scalar == "\"" || scalar == "'" { return try string(until: scalar) }
        if ("0"..."9").contains(scalar) { return try number() }
        if scalar == "`" { return try quotedName() }
        return name()
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < scalars.count {
            position += UTF16.width(scalars[index])
            index += 1
        }
    }

    private func token(_ kind: Token.Kind, _ text: String) -> Token {
        Token(kind: kind, text: text, position: position)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar == "\u{B}"
    }

    private mutating func skipBlanks() throws(JSONata.SyntaxError) {
        while let scalar = peek() {
            if Self.isBlank(scalar) {
                advance()
            } else if scalar == "/", peek(1) == "*" {
                let start = position
                advance(2)
                while !(peek() == "*" && peek(1) == "/") {
                    guard peek() != nil else { throw JSONata.SyntaxError("S0106", at: start) }
                    advance()
                }
                advance(2)
            } else {
                return
            }
        }
    }

    private mutating func string(until quote: Unicode.Scalar) throws(JSONata.SyntaxError) -> Token {
        advance()
        var units: [UInt16] = []
        while let scalar = peek() {
            if scalar == quote {
                advance()
                return token(.string, String(decoding: units, as: UTF16.self))
            }
            if scalar == "\\" {
                advance()
                units.append(try escape())
            } else {
                units.append(contentsOf: UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter)
                advance()
            }
        }
        throw JSONata.SyntaxError("S0101", at: position)
    }

    private mutating func escape() throws(JSONata.SyntaxError) -> UInt16 {
        guard let scalar = peek() else { throw JSONata.SyntaxError("S0101", at: position) }
        let plain: [Unicode.Scalar: UInt16] = [
            "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
        ]
        if let unit = plain[scalar] {
            advance()
            return unit
        }
        guard scalar == "u" else { throw JSONata.SyntaxError("S0103", at: position, token: String(scalar)) }
        var unit: UInt16 = 0
        for offset in 1...4 {
            guard let digit = peek(offset).flatMap({ Character($0).hexDigitValue }) else {
                throw JSONata.SyntaxError("S0104", at: position)
            }
            unit = unit << 4 | UInt16(digit)
        }
        advance(5)
        return unit
    }

    private mutating func number() throws(JSONata.SyntaxError) -> Token {
        let start = index
        if peek() == "0" { advance() } else { digits() }
        if peek() == ".", let next = peek(1), ("0"..."9").contains(next) {
            advance()
            digits()
        }
        if peek() == "e" || peek() == "E" {
            let signed = peek(1) == "-" || peek(1) == "+"
            if let next = peek(signed ? 2 : 1), ("0"..."9").contains(next) {
                advance(signed ? 2 : 1)
                digits()
            }
        }
        let text = String(String.UnicodeScalarView(scalars[start..<index]))
        guard let value = Double(text), value.isFinite else {
            throw JSONata.SyntaxError("S0102", at: position, token: text)
        }
        return token(.number(value), text)
    }

    private mutating func digits() {
        while let scalar = peek(), ("0"..."9").contains(scalar) { advance() }
    }

    private mutating func quotedName() throws(JSONata.SyntaxError) -> Token {
        advance()
        let start = index
        while let scalar = peek() {
            if scalar == "`" {
                let text = String(String.UnicodeScalarView(scalars[start..<index]))
                advance()
                return token(.name, text)
            }
            advance()
        }
        throw JSONata.SyntaxError("S0105", at: position)
    }

    private mutating func name() -> Token {
        let start = index
        while let scalar = peek(), !Self.isBlank(scalar), !Self.symbols.contains(scalar) { advance() }
        let text = String(String.UnicodeScalarView(scalars[start..<index]))
        if text.hasPrefix("$") { return token(.variable, String(text.dropFirst())) }
        switch text {
        case "and", "or", "in": return token(.symbol, text)
        case "true", "false", "null": return token(.constant, text)
        default: return token(.name, text)
        }
    }

    private mutating func regex() throws(JSONata.SyntaxError) -> Token {
        advance()
        let start = index
        var depth = 0
        while let scalar = peek() {
            let isEscaped = index > start && scalars[index - 1] == "\\" && !isDoubleEscaped(from: start)
            if scalar == "/", !isEscaped, depth == 0 {
                let pattern = String(String.UnicodeScalarView(scalars[start..<index]))
                guard !pattern.isEmpty else { throw JSONata.SyntaxError("S0301", at: position) }
                advance()
                let flagsStart = index
                while peek() == "i" || peek() == "m" { advance() }
                let flags = String(String.UnicodeScalarView(scalars[flagsStart..<index]))
                do {
                    return token(.regex(try Regex(pattern, flags: flags)), pattern)
                } catch {
                    throw JSONata.SyntaxError(
                        "S0303",
                        at: position,
                        token: pattern,
                        details: ["message": error.problem]
                    )
                }
            }
            if !isEscaped, "([{".unicodeScalars.contains(scalar) { depth += 1 }
            if !isEscaped, ")]}".unicodeScalars.contains(scalar) { depth -= 1 }
            advance()
        }
        throw JSONata.SyntaxError("S0302", at: position)
    }

    /// Whether the backslash before the current place is itself escaped.
    private func isDoubleEscaped(from start: Int) -> Bool {
        let backslashes = scalars[start..<index].reversed().prefix { $0 == "\\" }.count
        return backslashes.isMultiple(of: 2)
    }
}
