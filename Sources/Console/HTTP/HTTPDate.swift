// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// Dates as HTTP headers have them: `Thu, 22 Jun 2023 13:47:21 GMT`.
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    static func text(of time: Timestamp) -> String {
        // ISO 8601 has all the digits: 2023-06-22T13:47:21.000Z.
        let iso = time.description
        let month = Int(iso.dropFirst(5).prefix(2)).map { months[($0 - 1) % 12] } ?? ""
        let dayOfEpoch = Int((time.secondsSinceEpoch / 86_400).rounded(.down))
        let day = days[((dayOfEpoch + 4) % 7 + 7) % 7]
        return "\(day), \(iso.dropFirst(8).prefix(2)) \(month) \(iso.prefix(4)) \(iso.dropFirst(11).prefix(8)) GMT"
    }
}
