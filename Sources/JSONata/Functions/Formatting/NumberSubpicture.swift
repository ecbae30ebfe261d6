// SPDX-License-Identifier: Apache-2.0

/// The part of a number picture for positive or for negative numbers, analysed.
struct NumberSubpicture {
    var prefix: String
    let suffix: String
    let isPercent: Bool
    let isPerMille: Bool
    private(set) var minimumIntegerDigits: Int
    /// The integer digits of a mantissa with an exponent.
    let scalingFactor: Int
    private(set) var minimumFractionDigits: Int
    private(set) var maximumFractionDigits: Int
    let minimumExponentDigits: Int
    /// How many digits stand to the right of each separator of the integer part.
    private let integerSeparators: [Int]
    /// The distance of the separators, where that is always the same.
    private let separatorDistance: Int?
    /// How many digits of the fraction stand to the left of each separator there.
    let fractionSeparators: [Int]

    init(_ picture: String, _ symbols: NumberSymbols) throws {
        let characters = picture.unicodeScalars.map { String($0) }
        let isActive = characters.map { symbols.isActive($0) && $0 != symbols.exponentSeparator }
        guard let first = isActive.firstIndex(of: true), let last = isActive.lastIndex(of: true) else {
            throw JSONata.EvaluationError("D3086")
        }
        prefix = characters[..<first].joined()
        suffix = characters[(last + 1)...].joined()
        let active = Array(characters[first...last])
        isPercent = picture.contains(symbols.percent)
        isPerMille = picture.contains(symbols.perMille)
        let exponentPlace = active.firstIndex(of: symbols.exponentSeparator)
        let mantissa = Array(active[..<(exponentPlace ?? active.count)])
        let exponent = exponentPlace.map { Array(active[($0 + 1)...]) }
        let point = mantissa.firstIndex(of: symbols.decimalSeparator)
        let integer = Array(mantissa[..<(point ?? mantissa.count)])
        let fraction = point.map { Array(mantissa[($0 + 1)...]) } ?? []
        try Self.validate(characters, active, mantissa, integer, fraction, exponent, symbols)

        integerSeparators = Self.separators(integer.reversed(), symbols)
        separatorDistance = Self.distance(integerSeparators)
        fractionSeparators = Self.separators(fraction, symbols)
        minimumIntegerDigits = integer.count(where: symbols.isDigit)
        scalingFactor = minimumIntegerDigits
        minimumFractionDigits = fraction.count(where: symbols.isDigit)
        maximumFractionDigits = fraction.count { symbols.isDigit($0) || $0 == symbols.optionalDigit }
        minimumExponentDigits = exponent?.count ?? 0
        if minimumIntegerDigits == 0, maximumFractionDigits == 0 {
            if exponent != nil {
                minimumFractionDigits = 1
                maximumFractionDigits = 1
            } else {
                minimumIntegerDigits = 1
            }
        }
        if exponent != nil, minimumIntegerDigits == 0, integer.contains(symbols.optionalDigit) {
            minimumIntegerDigits = 1
        }
        if minimumIntegerDigits == 0, minimumFractionDigits == 0 { minimumFractionDigits = 1 }
    }

    /// Whether a separator stands left of a digit that has so many digits at and behind it.
    func separates(integerDigitsToTheRight count: Int) -> Bool {
        if let separatorDistance { return count.isMultiple(of: separatorDistance) }
        return integerSeparators.contains(count)
    }

    private static func separators(_ part: [String], _ symbols: NumberSymbols) -> [Int] {
        var digits = 0
        var separators: [Int] = []
        for character in part {
            if character == symbols.groupingSeparator {
                separators.append(digits)
            } else {
                digits += 1
            }
        }
        return separators
    }

    private static func distance(_ separators: [Int]) -> Int? {
        guard let first = separators.first, first > 0 else { return nil }
        return separators == separators.indices.map { ($0 + 1) * first } ? first : nil
    }

    private static func validate(
        _ picture: [String],
        _ active: [String],
        _ mantissa: [String],
        _ integer: [String],
        _ fraction: [String],
        _ exponent: [String]?,
        _ symbols: NumberSymbols
    ) throws {
        let percents = picture.count { $0 == symbols.percent }
        let perMilles = picture.count { $0 == symbols.perMille }
        let isSign = { (character: String) in symbols.isDigit(character) || character == symbols.optionalDigit }
        try check(picture.count { $0 == symbols.decimalSeparator } <= 1, "D3081")
        try check(percents <= 1, "D3082")
        try check(perMilles <= 1, "D3083")
        try check(percents + perMilles <= 1, "D3084")
        try check(mantissa.contains(where: isSign), "D3085")
        try check(active.allSatisfy(symbols.isActive), "D3086")
        for (left, right) in zip(mantissa, mantissa.dropFirst()) {
            let pair = [left, right]
            try check(pair != [symbols.groupingSeparator, symbols.decimalSeparator], "D3087")
            try check(pair != [symbols.decimalSeparator, symbols.groupingSeparator], "D3087")
            try check(pair != [symbols.groupingSeparator, symbols.groupingSeparator], "D3089")
        }
        try check(integer.last != symbols.groupingSeparator, "D3088")
        if let digit = integer.firstIndex(where: symbols.isDigit) {
            try check(!integer[digit...].contains(symbols.optionalDigit), "D3090")
        }
        if let optional = fraction.firstIndex(of: symbols.optionalDigit) {
            try check(!fraction[optional...].contains(where: symbols.isDigit), "D3091")
        }
        if let exponent {
            try check(percents + perMilles == 0, "D3092")
            try check(!exponent.isEmpty && exponent.allSatisfy(symbols.isDigit), "D3093")
        }
    }

    private static func check(_ isRight: Bool, _ code: String) throws {
        if !isRight { throw JSONata.EvaluationError(code) }
    }
}
