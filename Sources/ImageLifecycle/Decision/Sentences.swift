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
        let parts = [
            (seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s"),
        ]
        let shown = parts.drop { $0.0 == 0 }.prefix(2).filter { $0.0 > 0 }
        return shown.isEmpty ? "0s" : shown.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }
}
