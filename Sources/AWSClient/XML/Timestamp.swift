// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

extension Date {
    /// A time as AWS writes it: `2026-03-01T04:05:06Z`, with or without a fraction, which is dropped, with `Z` or an
    /// offset like `+01:00`.
    package init?(timestamp text: String) {
        self.init(timestamp: Array(text.utf8))
    }

    /// The same, from UTF-8.
    init?(timestamp text: [UInt8]) {
        var rest = TimestampText(bytes: text)
        guard let year = rest.digits(4), rest.skip("-"), let month = rest.digits(2), rest.skip("-"),
            let day = rest.digits(2), rest.skip("T"), let hour = rest.digits(2), rest.skip(":"),
            let minute = rest.digits(2), rest.skip(":"), let second = rest.digits(2)
        else { return nil }
        if rest.skip(".") {
            guard rest.skipDigits() > 0 else { return nil }
        }
        guard let offsetSeconds = rest.offsetSeconds(), rest.isEmpty,
            (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        self.init(timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Counts from 1 March of the year 0, so that the leap day is the last day of a year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let marchMonth = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (marchMonth * 153 + 2) / 5 + day - 1 - 719_468
    }
}

/// What is left of a time that is being read.
private struct TimestampText {
    let bytes: [UInt8]
    var position = 0

    var isEmpty: Bool { position == bytes.count }

    private var digit: Int? {
        guard position < bytes.count else { return nil }
        let digit = Int(bytes[position]) - Int(UInt8(ascii: "0"))
        return (0...9).contains(digit) ? digit : nil
    }

    mutating func digits(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit else { return nil }
            number = number * 10 + digit
            position += 1
        }
        return number
    }

    /// - Returns: how many there were.
    mutating func skipDigits() -> Int {
        let start = position
        while digit != nil { position += 1 }
        return position - start
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func offsetSeconds() -> Int? {
        if skip("Z") { return 0 }
        let sign = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
