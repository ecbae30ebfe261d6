// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Reads paths and intrinsic function calls from left to right.
struct ExpressionScanner {
    private let scalars: [Unicode.Scalar]
    private(set) var index = 0
    /// How many brackets, parentheses and calls are open, so that hostile texts end in an error, not in a stack overflow.
    private var depth = 0

    static let maximumDepth = 64

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    var isAtEnd: Bool { index == scalars.count }

    var peek: Unicode.Scalar? { isAtEnd ? nil : scalars[index] }

    /// What stands at the current place, for messages.
    var here: String { peek.map { "'\($0)'" } ?? "end of text" }

    func error(_ problem: String) -> ExpressionSyntaxError {
        ExpressionSyntaxError(problem: problem, column: index + 1)
    }

    /// The text from a place up to here.
    func text(from start: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<index])
        return String(text)
    }

    func follows(_ word: String) -> Bool {
        scalars[index...].starts(with: word.unicodeScalars)
    }

    mutating func take(_ word: String) -> Bool {
        guard follows(word) else { return false }
        index += word.unicodeScalars.count
        return true
    }

    mutating func expect(_ word: String) throws(ExpressionSyntaxError) {
        guard take(word) else { throw error("expected '\(word)', found \(here)") }
    }

    mutating func skipBlanks() {
        while let scalar = peek, scalar.properties.isWhitespace { index += 1 }
    }

    /// Reads as long as the scalars satisfy a condition.
    mutating func read(while condition: (Unicode.Scalar) -> Bool) -> String {
        let start = index
        while let scalar = peek, condition(scalar) { index += 1 }
        return text(from: start)
    }

    /// Reads something that can contain itself.
    mutating func nested<Result>(
        _ read: (inout ExpressionScanner) throws(ExpressionSyntaxError) -> Result
    ) throws(ExpressionSyntaxError) -> Result {
        guard depth < Self.maximumDepth else { throw error("nested deeper than \(Self.maximumDepth) levels") }
        depth += 1
        defer { depth -= 1 }
        return try read(&self)
    }

    mutating func integer() throws(ExpressionSyntaxError) -> Int {
        let start = index
        _ = take("-")
        _ = read { ("0"..."9").contains($0) }
        guard let value = Int(text(from: start)) else {
            index = start
            throw error("expected an integer, found \(here)")
        }
        return value
    }

    mutating func number() throws(ExpressionSyntaxError) -> JSONNumber {
        let start = index
        let literal = read { ("0"..."9").contains($0) || "+-.eE".unicodeScalars.contains($0) }
        guard let value = JSONNumber(literal: literal) else {
            index = start
            throw error("expected a number, found \(here)")
        }
        return value
    }
}

extension Unicode.Scalar {
    static let singleQuote: Unicode.Scalar = "'"
    static let doubleQuote: Unicode.Scalar = "\""
    static let backslash: Unicode.Scalar = "\\"
}
