// SPDX-License-Identifier: Apache-2.0

/// A set of Unicode scalars.
struct CharacterSet: Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    var ignoresCase = false

    func contains(_ scalar: UInt32) -> Bool {
        var isMember = ranges.contains { $0.contains(scalar) }
        if !isMember, ignoresCase {
            let folded = Self.folded(scalar)
            isMember = ranges.contains { range in
                range.contains(folded) || range.contains(Self.lowered(scalar))
                    || (range.count == 1 && Self.folded(range.lowerBound) == folded)
            }
        }
        return isMember != isNegated
    }

    /// The upper-case form, by which JavaScript compares without regard to case.
    static func folded(_ scalar: UInt32) -> UInt32 {
        mapped(scalar) { $0.uppercaseMapping }
    }

    private static func lowered(_ scalar: UInt32) -> UInt32 {
        mapped(scalar) { $0.lowercaseMapping }
    }

    private static func mapped(_ scalar: UInt32, _ mapping: (Unicode.Scalar.Properties) -> String) -> UInt32 {
        guard let scalar = Unicode.Scalar(scalar) else { return scalar }
        let mapped = mapping(scalar.properties).unicodeScalars
        guard mapped.count == 1, let first = mapped.first else { return scalar.value }
        return first.value
    }

    static let digits = CharacterSet(ranges: [0x30...0x39])
    static let wordCharacters = CharacterSet(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let blanks = CharacterSet(ranges: [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    static let lineEnds = CharacterSet(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

    /// The set of `\d`, `\D`, `\w`, `\W`, `\s` or `\S`.
    static func named(_ letter: Unicode.Scalar) -> CharacterSet? {
        switch letter {
        case "d": digits
        case "D": digits.inverted
        case "w": wordCharacters
        case "W": wordCharacters.inverted
        case "s": blanks
        case "S": blanks.inverted
        default: nil
        }
    }

    /// Every other scalar, as ranges.
    var inverted: CharacterSet {
        var inverted: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { inverted.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { inverted.append(next...0x10FFFF) }
        return CharacterSet(ranges: inverted)
    }
}
