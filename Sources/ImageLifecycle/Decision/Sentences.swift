// SPDX-License-Identifier: Apache-2.0

/// Pieces of the sentences in findings.
enum Sentences {
    /// The first few of a list, and how many more there are.
    static func list(_ items: [String], most: Int = 3) -> String {
        let shown = items.prefix(most).joined(separator: ", ")
        return items.count > most ? "\(shown) and \(items.count - most) more" : shown
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
