// SPDX-License-Identifier: Apache-2.0

/// A stretch of the calendar in UTC, in which one backup stands for all.
enum CalendarPeriod: String, Sendable, CaseIterable {
    case hour, day, week, month, year

    /// Which period of its kind a time falls into: a number that grows with time.
    func number(at seconds: Int) -> Int {
        let day = Self.floorDivide(seconds, 86400)
        switch self {
        case .hour: return Self.floorDivide(seconds, 3600)
        case .day: return day
        // 1 January 1970 was a Thursday, three days after a Monday.
        case .week: return Self.floorDivide(day + 3, 7)
        case .month:
            let date = Self.civil(day)
            return date.year * 12 + date.month - 1
        case .year: return Self.civil(day).year
        }
    }

    /// The days since 1970 of a date such as `2026-01-31`; nil if the text is no date of the calendar.
    static func day(of text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month),
            (1...31).contains(day)
        else { return nil }
        let number = days(year, month, day)
        return civil(number) == (year, month, day) ? number : nil
    }

    /// The date of a day since 1970, `2026-01-31`.
    static func text(ofDay day: Int) -> String {
        let date = civil(day)
        let (year, month, day) = (String(date.year), String(date.month), String(date.day))
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        return "\(padded)-\(month.count < 2 ? "0" : "")\(month)-\(day.count < 2 ? "0" : "")\(day)"
    }

    static func floorDivide(_ number: Int, _ divisor: Int) -> Int {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }

    /// The proleptic Gregorian calendar, with years that begin in March so that the leap day is the last.
    private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = floorDivide(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = floorDivide(yearFromMarch, 400)
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
