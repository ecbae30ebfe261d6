// SPDX-License-Identifier: Apache-2.0

extension RetentionPolicy {
    /// Grandfather, father, son.
    ///
    /// Of each of the last so many hours, days, weeks, months and years that have a backup, the newest is kept.
    package struct Generations: Sendable, Hashable {
        package var hourly: Int?
        package var daily: Int?
        /// Weeks begin on Monday.
        package var weekly: Int?
        package var monthly: Int?
        package var yearly: Int?

        package init(
            hourly: Int? = nil,
            daily: Int? = nil,
            weekly: Int? = nil,
            monthly: Int? = nil,
            yearly: Int? = nil
        ) {
            self.hourly = hourly
            self.daily = daily
            self.weekly = weekly
            self.monthly = monthly
            self.yearly = yearly
        }

        /// The generations asked for, with how many of each are kept.
        var counts: [(period: CalendarPeriod, count: Int)] {
            let all: [(CalendarPeriod, Int?)] = [
                (.hour, hourly), (.day, daily), (.week, weekly), (.month, monthly), (.year, yearly),
            ]
            return all.compactMap { period, count in count.map { (period, $0) } }
        }
    }
}

extension RetentionPolicy.Generations: Codable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case hourly, daily, weekly, monthly, yearly
    }

    package init(from decoder: any Decoder) throws {
        let fields = try StrictContainer(decoder, keyedBy: CodingKeys.self)
        func count(_ key: CodingKeys) throws -> Int? {
            let count = try fields.value(Int.self, of: key)
            if let count, !(1...10_000).contains(count) {
                throw fields.problem(key, "is \(count); use a whole number from 1 to 10000")
            }
            return count
        }
        hourly = try count(.hourly)
        daily = try count(.daily)
        weekly = try count(.weekly)
        monthly = try count(.monthly)
        yearly = try count(.yearly)
        if counts.isEmpty {
            throw DocumentError(decoder.codingPath, "is empty; give hourly, daily, weekly, monthly or yearly")
        }
    }
}
