// SPDX-License-Identifier: Apache-2.0

/// A picture of `$formatInteger`, as XPath Functions 3.1 defines it (section 4.6): digits, letters, Roman or words.
struct IntegerFormat {
    enum Style: Equatable {
        case decimal
        case letters
        case roman
        case words
    }

    enum Case: Equatable {
        case lower
        case upper
        case title
    }

    struct Separator: Equatable {
        /// How many digits stand to its right.
        let place: Int
        let character: Unicode.Scalar
    }

    let style: Style
    let letterCase: Case
    let isOrdinal: Bool
    var mandatoryDigits = 0
    let optionalDigits: Int
    private(set) var separators: [Separator] = []
    /// The distance of the separators, where they are all the same and equally far apart.
    let separatorDistance: Int?
    let zero: UInt32

    init(_ picture: String) throws {
        let parts = picture.split(separator: ";", omittingEmptySubsequences: false)
        let primary = parts.count > 1 ? parts.dropLast().joined(separator: ";") : picture
        isOrdinal = parts.count > 1 && parts[parts.count - 1].first == "o"
        let named: (Style, Case)? =
            switch primary {
            case "A": (.letters, .upper)
            case "a": (.letters, .lower)
            case "I": (.roman, .upper)
            case "i": (.roman, .lower)
            case "W": (.words, .upper)
            case "w": (.words, .lower)
            case "Ww": (.words, .title)
            default: nil
            }
        (style, letterCase) = named ?? (.decimal, .lower)
        guard named == nil else {
            (optionalDigits, separatorDistance, zero) = (0, nil, 0x30)
            return
        }
        var (mandatory, optional) = (0, 0)
        var zero: UInt32?
        for scalar in primary.unicodeScalars.reversed() {
            if let family = Self.zero(of: scalar) {
                guard zero == nil || zero == family else { throw JSONata.EvaluationError("D3131") }
                zero = family
                mandatory += 1
            } else if scalar == "#" {
                optional += 1
            } else {
                separators.append(Separator(place: mandatory + optional, character: scalar))
            }
        }
        guard let zero else {
            throw JSONata.EvaluationError("D3130", details: ["value": quoted(primary)])
        }
        self.zero = zero
        mandatoryDigits = mandatory
        optionalDigits = optional
        separatorDistance = Self.distance(separators)
    }

    private static func distance(_ separators: [Separator]) -> Int? {
        guard let first = separators.first, first.place > 0 else { return nil }
        let isRegular = separators.enumerated().allSatisfy { index, separator in
            separator.character == first.character && separator.place == (index + 1) * first.place
        }
        return isRegular ? first.place : nil
    }

    /// The zero of the family of decimal digits that the scalar belongs to.
    private static func zero(of scalar: Unicode.Scalar) -> UInt32? {
        guard scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue else {
            return nil
        }
        return scalar.value - UInt32(value)
    }

    /// The text of a number without a fraction.
    func format(_ number: Double) -> String {
        let magnitude = abs(number)
        let text =
            switch style {
            case .letters: cased(Letters.text(of: magnitude))
            case .roman: cased(RomanNumerals.text(of: magnitude))
            case .words: cased(NumberWords.text(of: magnitude, isOrdinal: isOrdinal))
            case .decimal: decimal(magnitude)
            }
        return number < 0 ? "-" + text : text
    }

    private func cased(_ text: String) -> String {
        switch letterCase {
        case .lower: text.lowercased()
        case .upper: text.uppercased()
        case .title: text
        }
    }

    private func decimal(_ magnitude: Double) -> String {
        var digits = FixedDigits(magnitude).integer
        while digits.count < max(mandatoryDigits, 1) { digits.insert(UInt8(ascii: "0"), at: 0) }
        var text = String.UnicodeScalarView()
        for (index, digit) in digits.enumerated() {
            if index > 0, let separator = separator(before: digits.count - index) { text.append(separator) }
            text.append(Unicode.Scalar(zero + UInt32(digit) - 0x30) ?? Unicode.Scalar(digit))
        }
        return String(text) + (isOrdinal ? Self.ordinalSuffix(digits) : "")
    }

    private func separator(before count: Int) -> Unicode.Scalar? {
        if let separatorDistance {
            return count.isMultiple(of: separatorDistance) ? separators.first?.character : nil
        }
        return separators.first { $0.place == count }?.character
    }

    private static func ordinalSuffix(_ digits: [UInt8]) -> String {
        if digits.count > 1, digits[digits.count - 2] == UInt8(ascii: "1") { return "th" }
        switch digits.last {
        case UInt8(ascii: "1"): return "st"
        case UInt8(ascii: "2"): return "nd"
        case UInt8(ascii: "3"): return "rd"
        default: return "th"
        }
    }

    /// The number that a text of this format means; nil where it means none.
    func parse(_ text: String) -> Double? {
        switch style {
        case .letters: return Letters.number(of: text.uppercased())
        case .roman: return RomanNumerals.number(of: text.uppercased())
        case .words: return NumberWords.number(of: text.lowercased())
        case .decimal:
            let marks = separators.map(\.character)
            var digits = ""
            for scalar in text.unicodeScalars where !marks.contains(scalar) {
                if scalar.value >= zero, scalar.value <= zero + 9 {
                    digits += String(scalar.value - zero)
                } else if scalar == "-", digits.isEmpty {
                    digits = "-"
                } else {
                    break
                }
            }
            return Double(digits)
        }
    }
}

/// Numbers as letters: A to Z, then AA and on.
enum Letters {
    static func text(of number: Double) -> String {
        guard number < 1e15 else { return NumberText.text(of: number) }
        var rest = Int(number)
        var letters = ""
        while rest > 0 {
            letters = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + letters
            rest = (rest - 1) / 26
        }
        return letters
    }

    static func number(of text: String) -> Double? {
        var number = 0.0
        for byte in text.utf8 {
            guard (65...90).contains(byte) else { return nil }
            number = number * 26 + Double(byte - 64)
        }
        return number
    }
}

/// Roman numerals.
enum RomanNumerals {
    private static let values: [(letters: String, value: Int)] = [
        ("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10),
        ("IX", 9), ("V", 5), ("IV", 4), ("I", 1),
    ]

    static func text(of number: Double) -> String {
        // Beyond that only M's are added: no one reads them.
        guard number < 100_000 else { return NumberText.text(of: number) }
        var rest = Int(number)
        var text = ""
        for (letters, value) in values {
            text += String(repeating: letters, count: rest / value)
            rest %= value
        }
        return text
    }

    static func number(of text: String) -> Double? {
        var rest = text[...]
        var number = 0
        while !rest.isEmpty {
            guard let (letters, value) = values.first(where: { rest.hasPrefix($0.letters) }) else { return nil }
            rest = rest.dropFirst(letters.count)
            number += value
        }
        return Double(number)
    }
}
