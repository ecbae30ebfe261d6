// SPDX-License-Identifier: Apache-2.0

/// Components of a moment as they were read, and the moment that they make.
struct DateTimeComponents {
    private var components: [Character: Int]
    private let now: CalendarTime
    /// Whether the date is a year and a day of it.
    private let countsDaysOfYear: Bool
    /// Whether the time has twelve hours and a half of the day.
    private let hasHalfDays: Bool

    private static let incomplete = JSONata.EvaluationError("D3136")

    /// - Throws: `D3136` where a component is missing between others, or a week date is given.
    init(_ components: [Character: Int], now: CalendarTime) throws {
        self.components = components
        self.now = now
        let dates = Set(components.keys).intersection("YXMxWwdD")
        let times = Set(components.keys).intersection("PHhmsf")
        let isCalendarDate = dates.isSubset(of: ["Y", "M", "D"])
        countsDaysOfYear = !isCalendarDate && dates.isSubset(of: ["Y", "d"])
        hasHalfDays = !times.isSubset(of: ["H", "m", "s", "f"]) && times.isSubset(of: ["P", "h", "m", "s", "f"])
        if !isCalendarDate, !countsDaysOfYear,
            dates.isSubset(of: ["X", "x", "w"]) || dates.isSubset(of: ["X", "W"])
        {
            throw Self.incomplete
        }
        try complete()
    }

    /// Fills in what is missing before the first component from the present, and after the last with the least.
    private mutating func complete() throws {
        let order = (countsDaysOfYear ? "Yd" : "YMD") + (hasHalfDays ? "Phmsf" : "Hmsf")
        var (hasStarted, hasEnded) = (false, false)
        for component in order {
            if components[component] != nil {
                hasStarted = true
                if hasEnded { throw Self.incomplete }
            } else if hasStarted {
                components[component] = "MDd".contains(component) ? 1 : 0
                hasEnded = true
            } else {
                components[component] = present(component)
            }
        }
    }

    private func present(_ component: Character) -> Int {
        switch component {
        case "Y": now.year
        case "M": now.month
        case "D": now.day
        case "d": now.dayOfYear
        case "P": now.hour < 12 ? 0 : 1
        case "H": now.hour
        case "h": now.hour % 12
        case "m": now.minute
        case "s": now.second
        default: now.millisecond
        }
    }

    func milliseconds() throws -> Double {
        func value(_ component: Character) -> Int { components[component] ?? 0 }
        let bound = 1_000_000
        guard components.values.allSatisfy({ abs($0) <= bound }) else { throw Self.incomplete }
        let month = countsDaysOfYear ? 1 : value("M")
        let day = countsDaysOfYear ? value("d") : value("D")
        let hour = hasHalfDays ? value("h") % 12 + 12 * value("P") : value("H")
        let days = CalendarTime.dayNumber(year: value("Y"), month: month, day: day)
        let minutes = days * 1440 + hour * 60 + value("m") - value("Z") - value("z")
        return Double(minutes) * 60_000 + Double(value("s") * 1000 + value("f"))
    }
}
