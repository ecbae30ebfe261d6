// SPDX-License-Identifier: Apache-2.0

/// The form of timestamps in definitions: `2016-03-14T01:59:00Z`, fractions and offsets allowed.
/// https://states-language.net/spec.html#timestamps
enum RFC3339 {
    /// Whether a text is a timestamp that exists, with an uppercase `T` and an uppercase `Z` or an offset.
    static func isTimestamp(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let year = number(4, &rest), take("-", &rest), let month = number(2, &rest), take("-", &rest),
            let day = number(2, &rest), take("T", &rest), isTime(&rest),
            (1...12).contains(month), day >= 1, day <= days(in: month, of: year)
        else { return false }
        if take(".", &rest) {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return false }
            rest = rest.dropFirst(digits.count)
        }
        if take("Z", &rest) { return rest.isEmpty }
        guard take("+", &rest) || take("-", &rest), let hours = number(2, &rest), take(":", &rest),
            let minutes = number(2, &rest)
        else { return false }
        return hours < 24 && minutes < 60 && rest.isEmpty
    }

    private static func isTime(_ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let hour = number(2, &rest), take(":", &rest), let minute = number(2, &rest), take(":", &rest),
            let second = number(2, &rest)
        else { return false }
        // 60 is a leap second.
        return hour < 24 && minute < 60 && second <= 60
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ digits: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard let first = rest.first, UInt32(first) == character.value else { return false }
        rest = rest.dropFirst()
        return true
    }
}
