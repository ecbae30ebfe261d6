// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// When a workflow starts, in UTC.
///
/// Written as EventBridge writes it, `rate(6 hours)` and `cron(10 18 * * ? *)`, or short: `1h`, `daily 18:10`.
package enum Schedule: Sendable, Hashable {
    /// At the whole multiples of so many seconds since 1970: a rate of an hour is every full hour.
    case rate(seconds: Int)
    case daily(hour: Int, minute: Int)

    package static let hourly = Schedule.rate(seconds: 3600)

    package static let spellings = "1h, 2d, daily 18:10, rate(6 hours) or cron(10 18 * * ? *)"

    /// - Returns: nil if the text is no schedule that is known here.
    package init?(_ text: String) {
        let words = text.split { " ()".contains($0) }.map(String.init)
        switch words.first {
        case "rate" where words.count == 3:
            let seconds = ["minute": 60, "hour": 3600, "day": 86400]
            let unit = words[2].hasSuffix("s") ? String(words[2].dropLast()) : words[2]
            guard let count = Int(words[1]), (1...100_000).contains(count), let unit = seconds[unit] else { return nil }
            self = .rate(seconds: count * unit)
        case "cron" where words.count == 7 && words[3...] == ["*", "*", "?", "*"]:
            guard let time = Self.time(hour: words[2], minute: words[1]) else { return nil }
            self = time
        case "daily" where words.count == 2:
            let parts = words[1].split(separator: ":").map(String.init)
            guard parts.count == 2, let time = Self.time(hour: parts[0], minute: parts[1]) else { return nil }
            self = time
        case let word? where words.count == 1:
            let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86400]
            guard let unit = word.last.flatMap({ units[$0] }), let count = Int(word.dropLast()), count > 0,
                count <= 100_000
            else { return nil }
            self = .rate(seconds: count * unit)
        default:
            return nil
        }
    }

    private static func time(hour: String, minute: String) -> Schedule? {
        guard let hour = Int(hour), (0..<24).contains(hour), let minute = Int(minute), (0..<60).contains(minute) else {
            return nil
        }
        return .daily(hour: hour, minute: minute)
    }

    /// The first start at or after a time.
    package func next(from time: Date) -> Date {
        let seconds = Int(time.timeIntervalSince1970.rounded(.up))
        let (period, offset) =
            switch self {
            case .rate(let seconds): (seconds, 0)
            case .daily(let hour, let minute): (86400, hour * 3600 + minute * 60)
            }
        let since = seconds - offset
        let remainder = (since % period + period) % period
        return Date(timeIntervalSince1970: Double(remainder == 0 ? seconds : seconds + period - remainder))
    }
}

extension Schedule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .rate(let seconds):
            let units = [(86400, "day"), (3600, "hour"), (60, "minute")]
            guard let (length, name) = units.first(where: { seconds % $0.0 == 0 }) else {
                return "every \(seconds) seconds"
            }
            return seconds == length ? "every \(name)" : "every \(seconds / length) \(name)s"
        case .daily(let hour, let minute):
            return "daily at \(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute) UTC"
        }
    }
}
