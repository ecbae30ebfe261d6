// SPDX-License-Identifier: Apache-2.0

/// Pieces of the sentences in findings.
enum Sentences {
    /// The first few of a list, and how many more there are; of a list that was cut off, `count` says how many.
    static func list(_ items: [String], most: Int = 3, of count: Int? = nil) -> String {
        let shown = items.prefix(most)
        let more = max(items.count, count ?? 0) - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// A span of time in its two largest units: `12d 3h`, `59m 30s`, `0s`.
    static func span(seconds: Int) -> String {
        let (days, hours, minutes) = (seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60)
        // Every image of an account has its age told: no lists for this.
        if days > 0 { return hours > 0 ? "\(days)d \(hours)h" : "\(days)d" }
        if hours > 0 { return minutes > 0 ? "\(hours)h \(minutes)m" : "\(hours)h" }
        if minutes > 0 { return seconds % 60 > 0 ? "\(minutes)m \(seconds % 60)s" : "\(minutes)m" }
        return "\(seconds)s"
    }
}
