// SPDX-License-Identifier: Apache-2.0

/// Reads a pattern.
struct RegexParser {
    private let scalars: [Unicode.Scalar]
    private let ignoresCase: Bool
    private let isMultiline: Bool
    private var index = 0
    private var nesting = 0
    private var names: [String: Int] = [:]
    private(set) var groupCount = 0

    private static let maximumNesting = 60

    init(_ source: String, ignoresCase: Bool, isMultiline: Bool) {
        scalars = Array(source.unicodeScalars)
        self.ignoresCase = ignoresCase
        self.isMultiline = isMultiline
    }

    mutating func parse() throws(RegexError) -> RegexNode {
        let node = try choice()
        guard index == scalars.count else { throw RegexError(problem: "unmatched ')'") }
        return node
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[index...].starts(with: wanted) else { return false }
        index += wanted.count
        return true
    }

    private mutating func choice() throws(RegexError) -> RegexNode {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw RegexError(problem: "groups nest too deeply") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(RegexError) -> RegexNode {
        var nodes: [RegexNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            let firstGroup = groupCount
            let atom = try atom()
            nodes.append(try quantified(atom, groups: firstGroup + 1..<groupCount + 1))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quantified(_ atom: RegexNode, groups: Range<Int>) throws(RegexError) -> RegexNode {
        guard let (min, max) = quantifier() else { return atom }
        if let max, max < min { throw RegexError(problem: "numbers out of order in quantifier") }
        let isLazy = take("?")
        if quantifier() != nil { throw RegexError(problem: "nothing to repeat") }
        return .loop(atom, min: min, max: max, isLazy: isLazy, groups: groups)
    }

    private mutating func quantifier() -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = index
        guard take("{"), let min = number() else {
            index = start
            return nil
        }
        var max: Int? = min
        if take(",") { max = number() }
        guard take("}") else {
            index = start
            return nil
        }
        return (min, max)
    }

    private mutating func number() -> Int? {
        let start = index
        while let scalar = peek, ("0"..."9").contains(scalar) { index += 1 }
        guard index > start else { return nil }
        return Int(String(String.UnicodeScalarView(scalars[start..<index]))) ?? Int.max
    }

    private mutating func atom() throws(RegexError) -> RegexNode {
        let scalar = scalars[index]
        index += 1
        switch scalar {
        case ".": return .set(CharacterSet(ranges: CharacterSet.lineEnds.ranges, isNegated: true))
        case "^": return .lineStart(isMultiline: isMultiline)
        case "$": return .lineEnd(isMultiline: isMultiline)
        case "(": return try group()
        case "[": return .set(try characterClass())
        case "\\": return try escape()
        case "*", "+", "?": throw RegexError(problem: "nothing to repeat")
        default: return literal(scalar.value)
        }
    }

    private func literal(_ scalar: UInt32) -> RegexNode {
        .set(CharacterSet(ranges: [scalar...scalar], ignoresCase: ignoresCase))
    }

    private mutating func group() throws(RegexError) -> RegexNode {
        let node: RegexNode
        if take("?:") {
            node = try choice()
        } else if take("?=") {
            node = .look(try choice(), isBehind: false, isNegated: false)
        } else if take("?!") {
            node = .look(try choice(), isBehind: false, isNegated: true)
        } else if take("?<=") {
            node = .look(try choice(), isBehind: true, isNegated: false)
        } else if take("?<!") {
            node = .look(try choice(), isBehind: true, isNegated: true)
        } else {
            groupCount += 1
            let number = groupCount
            if take("?<") { names[try name()] = number }
            if peek == "?" { throw RegexError(problem: "invalid group") }
            node = .group(number, try choice())
        }
        guard take(")") else { throw RegexError(problem: "unterminated group") }
        return node
    }

    private mutating func name() throws(RegexError) -> String {
        let start = index
        while let scalar = peek, scalar != ">" { index += 1 }
        let name = String(String.UnicodeScalarView(scalars[start..<index]))
        guard take(">"), !name.isEmpty else { throw RegexError(problem: "invalid group name") }
        return name
    }

    private mutating func escape() throws(RegexError) -> RegexNode {
        guard let scalar = peek else { throw RegexError(problem: "\\ at end of pattern") }
        switch scalar {
        case "b", "B":
            index += 1
            return .wordBoundary(isNegated: scalar == "B")
        case "1"..."9":
            let start = index
            if let number = number(), number <= max(groupCount, totalGroups) {
                return .backReference(number, ignoresCase: ignoresCase)
            }
            index = start + 1
            return literal(scalar.value)
        case "k" where !names.isEmpty:
            index += 1
            guard take("<"), let number = names[try name()] else {
                throw RegexError(problem: "invalid named reference")
            }
            return .backReference(number, ignoresCase: ignoresCase)
        default:
            index += 1
            if let set = CharacterSet.named(scalar) { return .set(set) }
            return literal(escaped(scalar))
        }
    }

    /// How many groups the pattern has in all: references may come before their group.
    private var totalGroups: Int {
        scalars.indices.count { place in
            scalars[place] == "(" && (place + 1 == scalars.count || scalars[place + 1] != "?")
                && (place == 0 || scalars[place - 1] != "\\")
        }
    }

    /// The scalar that an escape stands for, its letter having been read.
    private mutating func escaped(_ letter: Unicode.Scalar) -> UInt32 {
        switch letter {
        case "t": return 9
        case "n": return 10
        case "v": return 11
        case "f": return 12
        case "r": return 13
        case "0": return 0
        case "x": return hexadecimal(2) ?? letter.value
        case "u":
            guard let unit = hexadecimal(4) else { return letter.value }
            let resume = index
            if UTF16.isLeadSurrogate(UInt16(unit)), take("\\u"), let trail = hexadecimal(4),
                UTF16.isTrailSurrogate(UInt16(trail))
            {
                return 0x10000 + (unit - 0xD800) << 10 + (trail - 0xDC00)
            }
            index = resume
            return unit
        case "c":
            guard let control = peek, control.isASCII, control.properties.isAlphabetic else { return letter.value }
            index += 1
            return control.value % 32
        default: return letter.value
        }
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard index + count <= scalars.count else { return nil }
        var value: UInt32 = 0
        for scalar in scalars[index..<index + count] {
            guard let digit = Character(scalar).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        index += count
        return value
    }

    private mutating func characterClass() throws(RegexError) -> CharacterSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while let scalar = peek, scalar != "]" {
            guard let first = classAtom(into: &ranges) else { continue }
            let resume = index
            if take("-"), let next = peek, next != "]" {
                var ignored: [ClosedRange<UInt32>] = []
                if let last = classAtom(into: &ignored) {
                    guard first <= last else { throw RegexError(problem: "range out of order in character class") }
                    ranges.append(first...last)
                    continue
                }
                index = resume
            }
            index = resume
            ranges.append(first...first)
        }
        guard take("]") else { throw RegexError(problem: "unterminated character class") }
        return CharacterSet(ranges: ranges, isNegated: isNegated, ignoresCase: ignoresCase)
    }

    /// One member of a class; nil for a named set, which is added to the ranges.
    private mutating func classAtom(into ranges: inout [ClosedRange<UInt32>]) -> UInt32? {
        let scalar = scalars[index]
        index += 1
        guard scalar == "\\", let letter = peek else { return scalar.value }
        index += 1
        if let set = CharacterSet.named(letter) {
            ranges += set.ranges
            return nil
        }
        return letter == "b" ? 8 : escaped(letter)
    }
}
