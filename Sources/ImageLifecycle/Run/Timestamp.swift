// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A time in a step's JSON, as the context object gives it.
///
/// `"2026-01-31T23:59:59.123Z"`, for instance; whole seconds count.
package struct Timestamp: Sendable, Hashable, Codable {
    package var date: Date

    package init(_ date: Date) {
        self.date = date
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let date = ISO8601.date(text) else {
            throw DocumentError(decoder.codingPath, "\"\(text)\" is no time; use ISO 8601 in UTC: 2026-01-31T23:59:59Z")
        }
        self.date = date
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(ISO8601.text(date))
    }
}
