// SPDX-License-Identifier: Apache-2.0

/// A moment of the proleptic Gregorian calendar, at some offset from UTC.
struct CalendarTime {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int
    /// Days since 1970-01-01.
    let dayNumber: Int

    /// The moment that many milliseconds after the start of 1970.
    init(milliseconds: Int64) {
        let (days, rest) = Self.floorDivided(milliseconds, 86_400_000)
        dayNumber = Int(days)
        (year, month, day) = Self.date(of: dayNumber)
        hour = Int(rest / 3_600_000)
        minute = Int(rest / 60_000 % 60)
        second = Int(rest / 1000 % 60)
        millisecond = Int(rest % 1000)
    }

    private static func floorDivided(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Monday is 1, Sunday 7.
    var dayOfWeek: Int {
        Int(Self.floorDivided(Int64(dayNumber) + 3, 7).remainder) + 1
    }

    var dayOfYear: Int {
        dayNumber - Self.dayNumber(year: year, month: 1, day: 1) + 1
    }

    /// The Thursday of the week: a week belongs to the year, and to the month, that its Thursday is in (ISO 8601).
    var thursday: CalendarTime {
        CalendarTime(milliseconds: Int64(dayNumber + 4 - dayOfWeek) * 86_400_000)
    }

    /// The days from 1970-01-01 to a date; months and days beyond their range carry over.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let (years, months) = floorDivided(Int64(month - 1), 12)
        // Years that begin in March have the leap day at their end.
        let month = Int(months) + 1
        let shifted = year + Int(years) - (month <= 2 ? 1 : 0)
        let (era, yearOfEra) = floorDivided(Int64(shifted), 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = Int(yearOfEra) * 365 + Int(yearOfEra) / 4 - Int(yearOfEra) / 100 + dayOfYear
        return Int(era) * 146_097 + dayOfEra - 719_468 + day - 1
    }

    private static func date(of dayNumber: Int) -> (Int, Int, Int) {
        let (era, rest) = floorDivided(Int64(dayNumber) + 719_468, 146_097)
        let dayOfEra = Int(rest)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + Int(era) * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    /// From Monday.
    static let dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}
