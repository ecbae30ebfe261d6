// SPDX-License-Identifier: Apache-2.0

/// A picture of `$formatNumber`, as XPath Functions 3.1 defines it (section 4.7).
struct NumberPicture {
    let symbols: NumberSymbols
    private let positive: NumberSubpicture
    private let negative: NumberSubpicture

    init(_ picture: String, options: ObjectValue?) throws {
        symbols = NumberSymbols(options)
        let parts = picture.split(separator: symbols.patternSeparator, omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw JSONata.EvaluationError("D3080") }
        positive = try NumberSubpicture(String(parts[0]), symbols)
        if parts.count > 1 {
            negative = try NumberSubpicture(String(parts[1]), symbols)
        } else {
            var signed = positive
            signed.prefix = symbols.minusSign + signed.prefix
            negative = signed
        }
    }

    func format(_ number: Double) -> String {
        let subpicture = number < 0 ? negative : positive
        if number.isNaN { return subpicture.prefix + symbols.notANumber + subpicture.suffix }
        if number.isInfinite { return subpicture.prefix + symbols.infinity + subpicture.suffix }
        var value = abs(number)
        if subpicture.isPercent { value = NumericFunctions.shift(value, by: 2) }
        if subpicture.isPerMille { value = NumericFunctions.shift(value, by: 3) }
        var exponent = 0
        if subpicture.minimumExponentDigits > 0, value > 0 {
            // The exponent that leaves as many integer digits as the picture has.
            exponent = Decimal(value).exponent - subpicture.scalingFactor
            value = NumericFunctions.shift(value, by: -exponent)
        }
        value = NumericFunctions.round(value, digits: subpicture.maximumFractionDigits)
        let digits = FixedDigits(value)
        return subpicture.prefix + mantissa(digits, subpicture) + exponentText(exponent, subpicture)
            + subpicture.suffix
    }

    private func mantissa(_ digits: FixedDigits, _ subpicture: NumberSubpicture) -> String {
        let zero = UInt8(ascii: "0")
        let missing = max(0, subpicture.minimumIntegerDigits - digits.integer.count)
        let integer = Array(repeating: zero, count: missing) + digits.integer
        var fraction = Array(digits.fraction.prefix(subpicture.maximumFractionDigits))
        while fraction.count < subpicture.minimumFractionDigits { fraction.append(zero) }
        var text = ""
        for (index, digit) in integer.enumerated() {
            if index > 0, subpicture.separates(integerDigitsToTheRight: integer.count - index) {
                text += symbols.groupingSeparator
            }
            text.unicodeScalars.append(symbols.digit(digit))
        }
        guard !fraction.isEmpty else { return text }
        text += symbols.decimalSeparator
        for (index, digit) in fraction.enumerated() {
            if subpicture.fractionSeparators.contains(index) { text += symbols.groupingSeparator }
            text.unicodeScalars.append(symbols.digit(digit))
        }
        return text
    }

    private func exponentText(_ exponent: Int, _ subpicture: NumberSubpicture) -> String {
        guard subpicture.minimumExponentDigits > 0 else { return "" }
        var digits = Array(String(exponent.magnitude).utf8)
        while digits.count < subpicture.minimumExponentDigits { digits.insert(UInt8(ascii: "0"), at: 0) }
        var text = symbols.exponentSeparator + (exponent < 0 ? symbols.minusSign : "")
        for digit in digits { text.unicodeScalars.append(symbols.digit(digit)) }
        return text
    }
}

/// The decimal digits of a number before and behind the point, without needless zeros.
struct FixedDigits {
    let integer: [UInt8]
    let fraction: [UInt8]

    init(_ value: Double) {
        guard value > 0 else {
            integer = []
            fraction = []
            return
        }
        let decimal = Decimal(value)
        let zero = UInt8(ascii: "0")
        if decimal.exponent <= 0 {
            integer = []
            fraction = Array(repeating: zero, count: -decimal.exponent) + decimal.digits
        } else {
            let missing = max(0, decimal.exponent - decimal.digits.count)
            let padded = decimal.digits + Array(repeating: zero, count: missing)
            integer = Array(padded[..<decimal.exponent])
            fraction = Array(padded[decimal.exponent...])
        }
    }
}
