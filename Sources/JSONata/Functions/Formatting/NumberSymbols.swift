// SPDX-License-Identifier: Apache-2.0

/// The characters of a number picture, which options may replace.
struct NumberSymbols {
    let decimalSeparator: String
    let groupingSeparator: String
    let exponentSeparator: String
    let infinity: String
    let minusSign: String
    let notANumber: String
    let percent: String
    let perMille: String
    let zeroDigit: Unicode.Scalar
    let optionalDigit: String
    let patternSeparator: String

    init(_ options: ObjectValue?) {
        func symbol(_ name: String, _ standard: String) -> String {
            options?[name]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? standard
        }
        decimalSeparator = symbol("decimal-separator", ".")
        groupingSeparator = symbol("grouping-separator", ",")
        exponentSeparator = symbol("exponent-separator", "e")
        infinity = symbol("infinity", "Infinity")
        minusSign = symbol("minus-sign", "-")
        notANumber = symbol("NaN", "NaN")
        percent = symbol("percent", "%")
        perMille = symbol("per-mille", "\u{2030}")
        zeroDigit = symbol("zero-digit", "0").unicodeScalars.first ?? "0"
        optionalDigit = symbol("digit", "#")
        patternSeparator = symbol("pattern-separator", ";")
    }

    /// The digit of the family for an ASCII digit.
    func digit(_ ascii: UInt8) -> Unicode.Scalar {
        Unicode.Scalar(zeroDigit.value + UInt32(ascii) - 0x30) ?? Unicode.Scalar(ascii)
    }

    func isDigit(_ character: String) -> Bool {
        guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1 else { return false }
        return scalar.value >= zeroDigit.value && scalar.value <= zeroDigit.value + 9
    }

    /// Whether the character shapes the number, and is not copied as it is.
    func isActive(_ character: String) -> Bool {
        isDigit(character)
            || [decimalSeparator, groupingSeparator, exponentSeparator, optionalDigit, patternSeparator]
                .contains(character)
    }
}
