// SPDX-License-Identifier: Apache-2.0

/// Numbers as JavaScript writes and reads them (ECMA-262, Number::toString and StringToNumber).
enum NumberText {
    /// The shortest decimal that reads back as this number.
    static func text(of value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return "0" }
        if let integer = Int64(exactly: value), abs(integer) <= 1 << 53 { return String(integer) }
        let decimal = Decimal(value)
        return (value < 0 ? "-" : "") + decimal.text
    }

    /// The number to 15 significant digits, which hides what binary fractions do to decimal ones.
    static func rounded(_ value: Double) -> Double {
        guard value.isFinite, value.rounded(.towardZero) != value else { return value }
        var decimal = Decimal(value)
        // The shortest digits may end in a 5 which the number itself does not reach.
        if decimal.digits.count == 16, decimal.digits.last == UInt8(ascii: "5") {
            decimal.digits = Platform.exactDigits(value, count: 16)
        }
        return decimal.rounded(toDigits: 15).double(isNegative: value < 0)
    }

    /// The value of a text that is wholly a number: decimal, or `0x`, `0o`, `0b`.
    static func number(of text: String) -> Double? {
        let lowered = text.lowercased()
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where lowered.hasPrefix(prefix) {
            let digits = lowered.dropFirst(2)
            let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }.filter { $0 < radix }
            guard !values.isEmpty, values.count == digits.count else { return nil }
            return UInt64(digits, radix: radix).map { Double($0) }
                ?? values.reduce(0) { $0 * Double(radix) + Double($1) }
        }
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        guard takeDigits(&rest) else { return nil }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard takeDigits(&rest) else { return nil }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
            guard takeDigits(&rest) else { return nil }
        }
        guard rest.isEmpty, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func takeDigits(_ rest: inout Substring.UTF8View) -> Bool {
        let before = rest.count
        while let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { rest.removeFirst() }
        return rest.count < before
    }
}

/// A positive finite double as its shortest decimal digits: `0.d₁d₂… × 10^exponent`.
struct Decimal {
    var digits: [UInt8]
    var exponent: Int

    /// The shortest digits of the magnitude.
    ///
    /// Swift prints those too, laid out in another way.
    init(_ value: Double) {
        let text = value.magnitude.description
        let parts = text.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = Array(mantissa[0].utf8)
        let fraction = mantissa.count > 1 ? Array(mantissa[1].utf8) : []
        exponent = whole.count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        digits = whole + fraction
        while let first = digits.first, first == UInt8(ascii: "0") {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }

    var text: String {
        let digits = String(decoding: digits, as: UTF8.self)
        let count = digits.utf8.count
        if count <= exponent, exponent <= 21 { return digits + String(repeating: "0", count: exponent - count) }
        if 0 < exponent, exponent <= 21 { return digits.prefix(exponent) + "." + digits.dropFirst(exponent) }
        if -6 < exponent, exponent <= 0 { return "0." + String(repeating: "0", count: -exponent) + digits }
        let power = exponent - 1
        let fraction = count > 1 ? "." + digits.dropFirst() : ""
        return digits.prefix(1) + fraction + "e" + (power < 0 ? "-" : "+") + String(power.magnitude)
    }

    func rounded(toDigits count: Int) -> Decimal {
        guard digits.count > count else { return self }
        var result = self
        result.digits = Array(digits.prefix(count))
        if digits[count] >= UInt8(ascii: "5") { result.increment() }
        return result
    }

    private mutating func increment() {
        for index in digits.indices.reversed() {
            if digits[index] < UInt8(ascii: "9") {
                digits[index] += 1
                return
            }
            digits[index] = UInt8(ascii: "0")
        }
        digits.insert(UInt8(ascii: "1"), at: 0)
        digits.removeLast()
        exponent += 1
    }

    func double(isNegative: Bool) -> Double {
        let text = (isNegative ? "-0." : "0.") + String(decoding: digits, as: UTF8.self) + "e\(exponent)"
        return Double(text) ?? 0
    }
}
