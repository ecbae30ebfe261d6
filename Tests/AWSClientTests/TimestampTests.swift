// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Testing

@testable import AWSClient

struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-02-03T04:05:06.000Z", 1_770_091_506),
        ("2026-02-03T04:05:06.999999Z", 1_770_091_506),
        ("2026-02-03T05:05:06+01:00", 1_770_091_506),
        ("2026-02-02T23:05:06-0500", 1_770_091_506),
        ("2024-02-29T12:00:00Z", 1_709_208_000),
        ("2000-12-31T23:59:59Z", 978_307_199),
        ("1969-12-31T23:59:59Z", -1),
    ])
    func readsATime(text: String, seconds: Double) {
        #expect(Date(timestamp: text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        "", "soon", "2026-02-03", "2026-02-03T04:05:06", "2026-02-30T04:05:06Z", "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00ZZ", "26-01-01T00:00:00Z", "2026-01-01T00:00:00+1:00",
    ])
    func refusesWhatIsNoTime(text: String) {
        #expect(Date(timestamp: text) == nil)
    }

    @Test func agreesWithFoundationOnEveryDayOfFourCenturies() throws {
        let style = Date.ISO8601FormatStyle()
        for day in stride(from: 0, through: 146_097, by: 37) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 3_723)
            #expect(Date(timestamp: style.format(date)) == date)
        }
    }
}
