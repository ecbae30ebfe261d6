// SPDX-License-Identifier: Apache-2.0

import Foundation
import LocalRunner
import Testing

@Suite struct ScheduleTests {
    @Test(arguments: [
        ("1h", Schedule.rate(seconds: 3600)), ("90m", .rate(seconds: 5400)), ("2d", .rate(seconds: 172_800)),
        ("rate(1 hour)", .hourly), ("rate(6 hours)", .rate(seconds: 21_600)), ("rate(1 day)", .rate(seconds: 86_400)),
        ("daily 18:10", .daily(hour: 18, minute: 10)), ("daily 03:05", .daily(hour: 3, minute: 5)),
        ("cron(10 18 * * ? *)", .daily(hour: 18, minute: 10)),
    ])
    func readsWhatEventBridgeAndPeopleWrite(_ text: String, _ schedule: Schedule) {
        #expect(Schedule(text) == schedule)
    }

    @Test(arguments: [
        "", "h", "0h", "-1h", "1y", "hourly", "daily", "daily 24:00", "daily 3", "daily 3:60", "rate(1)",
        "rate(0 hours)",
        "rate(1 week)", "cron(10 18 * * ? )", "cron(10 18 * * MON *)", "cron(*/5 * * * ? *)", "1 h h", "🙂",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(Schedule(text) == nil)
    }

    @Test(arguments: [
        (Schedule.hourly, 0.0, 0.0), (.hourly, 1, 3600), (.hourly, 3599.5, 3600), (.hourly, 3600, 3600),
        (.daily(hour: 18, minute: 10), 0, 65_400), (.daily(hour: 18, minute: 10), 65_400, 65_400),
        (.daily(hour: 18, minute: 10), 65_401, 151_800), (.daily(hour: 0, minute: 0), 1, 86_400),
    ])
    func findsTheNextStart(_ schedule: Schedule, _ from: Double, _ next: Double) {
        let start = Stage.start
        #expect(schedule.next(from: start.addingTimeInterval(from)) == start.addingTimeInterval(next))
    }

    @Test(arguments: [
        ("1h", "every hour"), ("6h", "every 6 hours"), ("90m", "every 90 minutes"), ("1d", "every day"),
        ("daily 03:05", "daily at 03:05 UTC"),
    ])
    func saysWhenItIs(_ text: String, _ sentence: String) throws {
        #expect(try #require(Schedule(text)).description == sentence)
    }
}
