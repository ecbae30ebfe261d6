// SPDX-License-Identifier: Apache-2.0

/// A span of time as a policy writes it: hours, days or weeks.
///
/// `36h`, `10d`, `4w`; kept as written, so that it is written back the same.
package struct PolicyDuration: Sendable, Hashable {
    package enum Unit: String, Sendable, CaseIterable {
        case hours = "h"
        case days = "d"
        case weeks = "w"

        package var seconds: Int {
            switch self {
            case .hours: 3600
            case .days: 24 * 3600
            case .weeks: 7 * 24 * 3600
            }
        }
    }

    /// 1 to 99,999.
    package let count: Int
    package let unit: Unit

    package var seconds: Int { count * unit.seconds }

    /// - Returns: nil if the text is no duration.
    package init?(_ text: String) {
        guard let suffix = text.last, let unit = Unit(rawValue: String(suffix)) else { return nil }
        let digits = text.dropLast()
        guard (1...5).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        // No leading zero: then the text is the only way to write the duration.
        guard digits.first != "0", let count = Int(digits) else { return nil }
        self.count = count
        self.unit = unit
    }
}

extension PolicyDuration: CustomStringConvertible {
    package var description: String { "\(count)\(unit.rawValue)" }
}

extension PolicyDuration: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let duration = PolicyDuration(text) else {
            throw DocumentError(
                decoder.codingPath,
                "\"\(text)\" is no duration; use <n>h, <n>d or <n>w, n from 1 to 99999"
            )
        }
        self = duration
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
