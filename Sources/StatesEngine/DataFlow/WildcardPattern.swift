// SPDX-License-Identifier: Apache-2.0

/// The pattern of `StringMatches`: `*` stands for any characters, `\*` for the star and `\\` for the backslash.
struct WildcardPattern {
    /// The literal parts between the stars; one more than there are stars.
    private var literals: [[Unicode.Scalar]] = []

    init(_ pattern: String) {
        var literal: [Unicode.Scalar] = []
        var scalars = pattern.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            if scalar == "*" {
                literals.append(literal)
                literal = []
            } else if scalar == "\\", let escaped = scalars.next() {
                literal.append(escaped)
            } else {
                literal.append(scalar)
            }
        }
        literals.append(literal)
    }

    /// Whether the whole text matches.
    ///
    /// Each literal is taken where it first occurs, which is enough: only stars lie between.
    func matches(_ text: String) -> Bool {
        var rest = Array(text.unicodeScalars)[...]
        guard let first = literals.first, let last = literals.last, rest.starts(with: first) else { return false }
        if literals.count == 1 { return rest.count == first.count }
        rest.removeFirst(first.count)
        for literal in literals.dropFirst().dropLast() where !literal.isEmpty {
            guard let place = Self.firstRange(of: literal, in: rest) else { return false }
            rest = rest[(place + literal.count)...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    private static func firstRange(of literal: [Unicode.Scalar], in text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard text.count >= literal.count else { return nil }
        return (text.startIndex...text.endIndex - literal.count).first { text[$0...].starts(with: literal) }
    }
}
