// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

struct RetentionTests {
    @Test func keepsTheNewestOfEachGroup() {
        let backups =
            (1...5).map { backup("a\($0)", source: "vol-a", hoursOld: $0) }
            + (1...2).map { backup("b\($0)", source: "vol-b", hoursOld: $0) }
        #expect(kept(backups, RetentionPolicy(count: 3)) == ["a1", "a2", "a3", "b1", "b2"])
    }

    @Test func neverCountsPendingFailedOrGuardedOnes() {
        let backups = [
            backup("pending", hoursOld: 0, isGood: false), backup("failed", hoursOld: 1, isGood: false),
            backup("forever", hoursOld: 2), backup("good-1", hoursOld: 3), backup("good-2", hoursOld: 4),
            backup("good-3", hoursOld: 5),
        ]
        // The pending and the failed one stay here for they are newer than the last good one.
        let kept = kept(backups, RetentionPolicy(count: 2), uncounted: ["forever"])
        #expect(kept == ["pending", "failed", "good-1", "good-2"])
    }

    @Test(arguments: [
        (RetentionPolicy(count: 2), 1, true), (RetentionPolicy(count: 2), 9, false),
        (RetentionPolicy(gfs: .init(daily: 2)), 1, true), (RetentionPolicy(gfs: .init(daily: 2)), 900, false),
    ])
    func keepsADisabledOneUntilItWouldGoIfItCounted(_ retain: RetentionPolicy, hoursOld: Int, stays: Bool) {
        var disabled = backup("disabled", hoursOld: hoursOld, isGood: false)
        disabled.isSetAside = true
        disabled.mustNotBeLast = false
        let others = [2, 3, 26, 50].map { backup("s\($0)", hoursOld: $0) }
        #expect(kept(others + [disabled], retain).contains("disabled") == stays)
    }

    @Test(arguments: [
        ("3", 3), ("1", 1), ("0", 2), ("-1", 2), ("", 2), ("five", 2), ("3.5", 2), (" 3", 2), ("٣", 2),
        ("9999999999", 2),
    ])
    func readsTheCountFromTheNewestTag(_ value: String, count: Int) {
        var backups = (1...6).map { backup("s\($0)", hoursOld: $0) }
        backups[0].tags = [Tag(key: "SnapshotDaily", value: value)]
        let retain = RetentionPolicy(count: 2, countFromTag: "SnapshotDaily")
        #expect(kept(backups, retain).count == count)
    }

    @Test(arguments: ["0", "none", ""])
    func keepsEverythingWhereNothingReadableSaysHowMany(_ value: String) {
        let backups = (1...4).map { backup("s\($0)", hoursOld: $0, tags: [Tag(key: "N", value: value)]) }
        let retain = RetentionPolicy(countFromTag: "N", lastMayGo: true)
        #expect(kept(backups, retain).count == 4)
        let decision = RetentionDecision(backups, policy: policy(retain), now: now)
        #expect(backups.allSatisfy { decision.findings(on: $0).contains { $0.verdict == .notEvaluated } })
    }

    @Test(arguments: [("3", 73, false), ("3", 72, true), ("0", 200, true), ("0", 241, false), ("x", 241, false)])
    func readsTheAgeFromATag(_ days: String, hoursOld: Int, stays: Bool) {
        let tagged = backup("old", hoursOld: hoursOld, tags: [Tag(key: "RetentionDays", value: days)])
        guard let age = PolicyDuration("10d") else { return }
        let retain = RetentionPolicy(age: age, ageDaysFromTag: "RetentionDays")
        #expect(kept([tagged, backup("new", hoursOld: 1)], retain).contains("old") == stays)
    }

    @Test(arguments: [
        ("2026-05-27", false), ("2026-05-28", false), ("2026-05-29", true), ("2020-01-01", false), ("2026-02-30", true),
        ("tomorrow", true), ("", true), ("2026-5-1", true),
    ])
    func deletesOnOrAfterTheDate(_ date: String, stays: Bool) {
        // The run starts on 2026-05-28.
        let tagged = backup("old", hoursOld: 1000, tags: [Tag(key: "DeleteOn", value: date)])
        #expect(
            kept([tagged, backup("new", hoursOld: 1)], RetentionPolicy(deleteOnTag: "DeleteOn")).contains("old")
                == stays
        )
    }

    @Test func keepsWhatHasNoDateToBeDeletedOn() {
        let backups = [backup("old", hoursOld: 1000), backup("new", hoursOld: 1)]
        #expect(kept(backups, RetentionPolicy(deleteOnTag: "DeleteOn")) == ["old", "new"])
    }

    @Test func keepsTheLastGoodOneOfASource() {
        let backups = [
            backup("failed", source: "vol-a", hoursOld: 100, isGood: false),
            backup("a-last", source: "vol-a", hoursOld: 900), backup("a-old", source: "vol-a", hoursOld: 901),
            backup("b-only", source: "vol-b", hoursOld: 900), backup("lost", source: nil, hoursOld: 900),
        ]
        let old = retain("1h")
        #expect(kept(backups, old) == ["failed", "a-last", "b-only", "lost"])
        var careless = old
        careless.lastMayGo = true
        #expect(kept(backups, careless) == [])
    }

    @Test func leavesOtherPoliciesBackupsAlone() {
        let backups = [
            backup("mine-1", hoursOld: 5, owner: "test"), backup("mine-2", hoursOld: 6, owner: "test"),
            backup("theirs-1", hoursOld: 1, owner: "other"), backup("theirs-2", hoursOld: 2, owner: "other"),
        ]
        #expect(kept(backups, RetentionPolicy(count: 1)) == ["mine-1", "theirs-1", "theirs-2"])
        // A newer one of another policy does not make mine dispensable, nor does one that nobody made.
        let strangers = [backup("mine", hoursOld: 99, owner: "test"), backup("theirs", hoursOld: 1, owner: "other")]
        #expect(kept(strangers + [backup("by-hand", hoursOld: 2)], retain("1h")) == ["mine", "theirs", "by-hand"])
    }

    @Test(arguments: [
        ("nightly-web-2026-01-31T04_00", "nightly-web-2025-12-31T04_00", true), ("web-v2-17", "web-v2-18", true),
        ("web-17", "api-17", false), ("web", "web-17", true), ("42", "43", false), ("2026-01-31", "2026-02-01", false),
        ("web-20260131", "web-20260201", true), ("web20260131T0400Z", "web_20260201-0500", true),
        ("web 2026-01-31T04:00:00.5Z", "web 2026-02-01 05.00", true), ("web-202601310400", "web-202602010400", true),
        ("web-1767240000", "web-1767326400", true), ("web-2026-01", "web-2026-02", true),
        // Two servers, however alike, are two.
        ("nightly-web1-2026-01-31", "nightly-web2-2026-01-31", false), ("web-1-2026-01-31", "web-2-2026-01-31", false),
        ("db-10-11-2026-01-31", "db-10-12-2026-01-31", false), ("DB-2026-01-31", "DBT-2026-01-31", false),
        ("web1-17", "web2-17", false), ("app-1.2.17", "app-1.3.17", false), ("webZ-17", "web-17", false),
        ("web1", "web2", false), ("host-2001-7", "host-2002-7", false), ("-", "-", false),
        // No date that could be read: each stays by itself.
        ("web-31-01-2026", "web-01-02-2026", false),
    ])
    func groupsByName(_ one: String, other: String, together: Bool) {
        var backups = [backup("one", source: nil, hoursOld: 1), backup("other", source: nil, hoursOld: 2)]
        (backups[0].name, backups[1].name) = (one, other)
        let kept = kept(backups, RetentionPolicy(count: 1, groupBy: .name, lastMayGo: true))
        #expect(kept.contains("other") == !together)
    }

    /// A copy that failed for a week is made after newer ones: what it holds is old all the same.
    @Test func ranksCopiesByWhatTheyHold() {
        func copy(_ id: String, ofRun day: Int, madeOn copyDay: Int) -> Backup {
            var made = snapshot(
                id,
                tags: [
                    Tag(key: "shelflife:policy", value: "test"), Tag(key: "shelflife:source-volume", value: "vol-1"),
                    Tag(key: "shelflife:source-snapshot", value: "snap-source"),
                    Tag(key: "shelflife:run", value: "test/2026-01-\(day)T04:00:00Z/i-1"),
                ]
            )
            made.startTime = ISO8601.date("2026-01-\(copyDay)T05:00:00Z")
            return Backup(made)
        }
        let backups = [copy("newer", ofRun: 21, madeOn: 22), copy("older", ofRun: 20, madeOn: 23)]
        #expect(kept(backups, RetentionPolicy(count: 1)) == ["newer"])
        #expect(kept(backups, RetentionPolicy(gfs: .init(daily: 1))) == ["newer"])
        // Its age is its own.
        #expect(backups.map(\.createdAt) == ["22", "23"].map { ISO8601.date("2026-01-\($0)T05:00:00Z") })
    }

    /// What is marked must not change by the mark what is marked.
    @Test(arguments: [("nightly", true), ("other", false)])
    func judgesWhatThePolicyItselfDisabledAsBefore(_ marker: String, isJudged: Bool) {
        var image = image(
            "ami-1",
            tags: [
                Tag(key: "shelflife:retire-policy", value: marker),
                Tag(key: "shelflife:retire-after", value: "2026-02-01T00:00:00Z"),
                Tag(key: "shelflife:retire-steps", value: "deprecate+disable"),
            ]
        )
        image.state = .disabled
        let backup = Backup(image, policy: "nightly")
        #expect(backup.isGood == isJudged)
        #expect(backup.isSetAside == !isJudged)
    }

    @Test func keepsGenerations() {
        // One backup a day at 04:00 for 800 days.
        let backups = (0..<800).map { backup("d\($0)", hoursOld: 24 * $0 + 1) }
        let retain = RetentionPolicy(gfs: .init(daily: 7, weekly: 4, monthly: 12, yearly: 3))
        let kept = kept(backups, retain)
        #expect(kept.prefix(7) == ["d0", "d1", "d2", "d3", "d4", "d5", "d6"])
        let days = Set(backups.filter { kept.contains($0.id) }.compactMap(\.contentSeconds))
        // 7 days; 4 Sundays, of which some are among the days; 12 month ends; 3 year ends.
        #expect(Set(days.map { CalendarPeriod.month.number(at: $0) }).count >= 13)
        #expect(Set(days.map { CalendarPeriod.year.number(at: $0) }).count == 3)
        #expect(days.count <= 7 + 4 + 12 + 3)
        #expect(days.count >= 7 + 3 + 10 + 1)
    }

    @Test(arguments: [
        (CalendarPeriod.week, "2026-05-31", "2026-06-01", false), (.week, "2026-06-01", "2026-06-07", true),
        (.month, "2026-05-31", "2026-06-01", false), (.month, "2024-02-01", "2024-02-29", true),
        (.year, "2025-12-31", "2026-01-01", false), (.day, "2026-01-01", "2026-01-01", true),
    ])
    func knowsTheCalendar(_ period: CalendarPeriod, one: String, other: String, together: Bool) throws {
        let days = try [one, other].map { try #require(CalendarPeriod.day(of: $0)) }
        let numbers = days.map { period.number(at: $0 * 86400 + 86399) }
        #expect((numbers[0] == numbers[1]) == together)
    }

    @Test func countsDaysAsTheCalendarDoes() {
        // From 1600 on: before, Foundation counts by the Julian calendar.
        for day in stride(from: -135_000, to: 800_000, by: 37) {
            let text = ISO8601.text(Date(timeIntervalSince1970: Double(day) * 86400))
            guard text.utf8.count == 20 else { continue }
            #expect(CalendarPeriod.text(ofDay: day) == text.prefix(10))
            #expect(CalendarPeriod.day(of: String(text.prefix(10))) == day)
        }
    }

    private func kept(_ backups: [Backup], _ retain: RetentionPolicy, uncounted: Set<String> = []) -> [String] {
        let decision = RetentionDecision(backups, uncounted: uncounted, policy: policy(retain), now: now)
        return backups.filter { decision.findings(on: $0).contains(where: \.keeps) }.map(\.id)
            .filter { !uncounted.contains($0) }
    }
}

func policy(_ retain: RetentionPolicy) -> LifecyclePolicy {
    LifecyclePolicy(name: "test", mode: .enforce, select: SelectionPolicy(all: true), retain: retain)
}

func backup(
    _ id: String,
    source: String? = "vol-1",
    hoursOld: Int,
    owner: String? = nil,
    isGood: Bool = true,
    tags: [Tag] = []
) -> Backup {
    Backup(
        id: id,
        createdAt: now.addingTimeInterval(-Double(hours(Double(hoursOld)))),
        source: source,
        owner: owner,
        isGood: isGood,
        tags: tags
    )
}
