// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// Points in time as AWS writes them: ISO 8601 in UTC, counted here in whole seconds.
package enum ISO8601 {
    /// The time in a text such as `2026-01-31T23:59:59Z` or `2026-01-31T23:59:59.123Z`; a fraction is cut off.
    ///
    /// - Returns: nil if the text is no such time.
    package static func date(_ text: String) -> Date? {
        var whole = text
        if let dot = text.firstIndex(of: ".") {
            let fraction = text[text.index(after: dot)...]
            let digits = fraction.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty else { return nil }
            whole = String(text[..<dot]) + fraction.dropFirst(digits.count)
        }
        guard whole.utf8.count == 20, whole.hasSuffix("Z") else { return nil }
        guard let date = try? Date(whole, strategy: .iso8601) else { return nil }
        // The parser carries a 30 February over into March; such a text is no date.
        return Self.text(date) == whole ? date : nil
    }

    /// `2026-01-31T23:59:59Z`.
    package static func text(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}
