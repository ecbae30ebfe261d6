// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

struct ExpireSnapshotsTests {
    @Test func deletesWhatIsOverAndSucceedsAgain() async throws {
        let ec2 = FakeEC2(snapshots: (0..<5).map { made("snap-\($0)", hoursOld: $0 * 24) })
        let report = try await expire(RetentionPolicy(count: 2), on: ec2)
        #expect(await ec2.snapshots.map(\.snapshotID) == ["snap-0", "snap-1"])
        #expect(report.tally.retired == 3)
        #expect(report.tally.deletedGiB == 24)
        #expect(report.tally.keptBy == ["count": 2])
        #expect(report.status == .ok)
        let gone = ListExpiredSnapshots.Item(snapshotID: "snap-4")
        #expect(try await delete(gone, policy(RetentionPolicy(count: 2)), on: ec2).outcome == .alreadyGone)
        #expect(try await expire(RetentionPolicy(count: 2), on: ec2).tally.retired == 0)
    }

    @Test func keepsWhatBacksAnImage() async throws {
        var disabled = image("ami-2", snapshots: ["snap-3"])
        disabled.state = .disabled
        let ec2 = FakeEC2(
            images: [image("ami-1", snapshots: ["snap-2"]), disabled],
            snapshots: (0..<5).map { made("snap-\($0)", hoursOld: $0 * 24) }
        )
        let report = try await expire(RetentionPolicy(count: 1), on: ec2)
        #expect(await ec2.snapshots.map(\.snapshotID) == ["snap-0", "snap-2", "snap-3"])
        #expect(report.tally.keptBy == ["count": 1, "imageUse": 2])
    }

    @Test(arguments: ["shelflife:keep", "aws:backup:source-resource", "aws:dlm:managed"])
    func keepsGuardedOnesAndStillNOthers(_ key: String) async throws {
        var snapshots = (0..<5).map { made("snap-\($0)", hoursOld: $0 * 24) }
        snapshots[0].tags.append(Tag(key: key, value: "x"))
        let ec2 = FakeEC2(snapshots: snapshots)
        _ = try await expire(RetentionPolicy(count: 2), on: ec2)
        #expect(await ec2.snapshots.map(\.snapshotID) == ["snap-0", "snap-1", "snap-2"])
    }

    @Test(arguments: [
        ("InvalidSnapshot.NotFound", ItemResult.Outcome.alreadyGone, nil), ("InvalidSnapshot.InUse", .kept, "imageUse"),
        ("OperationNotPermitted", .kept, "lock"),
    ])
    func takesRefusalsAsTheyAreMeant(_ code: String, outcome: ItemResult.Outcome, reason: String?) async throws {
        let ec2 = FakeEC2(snapshots: (0..<3).map { made("snap-\($0)", hoursOld: $0 * 24) })
        await ec2.fail(id: "snap-2", with: .refusal("DeleteSnapshot", code))
        let result = try await delete(.init(snapshotID: "snap-2"), policy(RetentionPolicy(count: 1)), on: ec2)
        #expect(result.outcome == outcome)
        #expect(result.reason == reason)
    }

    @Test func ownsUpToADeletionWhoseAnswerWasLost() async throws {
        let ec2 = FakeEC2(snapshots: (0..<3).map { made("snap-\($0)", hoursOld: $0 * 24) })
        var repeated = EC2Error.refusal("DeleteSnapshot", "InvalidSnapshot.NotFound")
        repeated.mayHaveActed = true
        await ec2.fail(id: "snap-2", with: repeated)
        let result = try await delete(.init(snapshotID: "snap-2"), policy(RetentionPolicy(count: 1)), on: ec2)
        #expect(result.outcome == .retired)
        #expect(result.sizeGiB == 8)
    }

    @Test func looksAgainBeforeItDeletes() async throws {
        let ec2 = FakeEC2(snapshots: [made("snap-0", hoursOld: 24), made("snap-1", hoursOld: 48)])
        let one = policy(RetentionPolicy(count: 1))
        let item = ListExpiredSnapshots.Item(snapshotID: "snap-1")
        // The newer one went bad or away after the listing: now this is the last.
        try await ec2.deleteSnapshot("snap-0")
        let result = try await delete(item, one, on: ec2)
        #expect(result.outcome == .kept)
        #expect(result.reason == "count")
        #expect(await ec2.snapshots.count == 1)
    }

    @Test func neverActsInReportMode() async throws {
        let ec2 = FakeEC2(snapshots: (0..<5).map { made("snap-\($0)", hoursOld: $0 * 24) })
        var report = policy(RetentionPolicy(count: 1))
        report.mode = .report
        let output = try await ListExpiredSnapshots.run(
            .init(policy: report, now: Timestamp(now)),
            ec2: ec2,
            context: StepContext()
        )
        #expect(output.items.isEmpty)
        #expect(output.tally.wouldRetire == 4)
        #expect(try await delete(.init(snapshotID: "snap-4"), report, on: ec2).outcome == .kept)
        #expect(await FakeEC2.mutations.isDisjoint(with: ec2.calls))
    }

    /// S2 lost what came after the first page of a listing.
    @Test func handsOnEverySnapshotOnceInPages() async throws {
        let count = ListExpiredImages.mostItems + 500
        let ec2 = FakeEC2(snapshots: (0..<count).map { made("snap-\($0)", hoursOld: $0) })
        var ten = policy(RetentionPolicy(count: 10))
        ten.limits = LimitPolicy(items: count)
        var page: RunPage?
        var results: [SnapshotItemResult] = []
        var ids: [String] = []
        repeat {
            let output = try await ListExpiredSnapshots.run(
                .init(policy: ten, now: Timestamp(now), page: page, results: results),
                ec2: ec2,
                context: StepContext()
            )
            #expect(output.items.count <= ListExpiredImages.mostItems)
            ids += output.items.map(\.snapshotID)
            results = output.items.map { SnapshotItemResult(snapshotID: $0.snapshotID, outcome: .retired) }
            page = RunPage(cursor: output.cursor, tally: output.tally)
        } while page?.cursor != nil
        #expect(ids.count == count - 10)
        #expect(Set(ids) == Set((10..<count).map { "snap-\($0)" }))
        #expect(await ec2.calls.count { $0 == "DescribeSnapshots" } == 2 * 2)
    }

    @Test func stopsAboveTheLimits() async throws {
        let ec2 = FakeEC2(snapshots: (0..<5).map { made("snap-\($0)", hoursOld: $0 * 24) })
        var limited = policy(RetentionPolicy(count: 1))
        limited.limits = LimitPolicy(percent: 50)
        let error = await #expect(throws: StepError.self) { try await expire(limited, on: ec2) }
        #expect(error == StepError(.limitExceeded, "would retire 4 of 5 selected snapshots: above limits.percent 50"))
    }

    /// S2: an hourly and a daily policy on one volume, whose snapshots all carry both of the instance's tags.
    @Test func keepsTwoPoliciesApartForThirtyDays() async throws {
        let ec2 = FakeEC2()
        var hourly = policy(RetentionPolicy(count: 5, countFromTag: "SnapshotHourly"))
        var daily = policy(RetentionPolicy(count: 5, countFromTag: "SnapshotDaily"))
        (hourly.name, daily.name) = ("hourly", "daily")
        (hourly.select, daily.select) = (
            SelectionPolicy(tags: [TagSelector(key: "SnapshotHourly")]),
            SelectionPolicy(tags: [TagSelector(key: "SnapshotDaily")])
        )
        let tags = [Tag(key: "SnapshotHourly", value: "24"), Tag(key: "SnapshotDaily", value: "7")]
        for hour in 0..<(30 * 24) {
            let time = now.addingTimeInterval(Double(hours(Double(hour))))
            // Some runs are missed.
            guard hour % 37 != 5 else { continue }
            await ec2.add(made("snap-h\(1000 + hour)", at: time, owner: "hourly", tags: tags))
            if hour % 24 == 0 { await ec2.add(made("snap-d\(1000 + hour)", at: time, owner: "daily", tags: tags)) }
            guard hour % 12 == 0 else { continue }
            _ = try await expire(hourly, on: ec2, now: time)
            _ = try await expire(daily, on: ec2, now: time)
        }
        let end = now.addingTimeInterval(Double(hours(30 * 24)))
        _ = try await expire(hourly, on: ec2, now: end)
        _ = try await expire(daily, on: ec2, now: end)
        let madeHourly = (0..<(30 * 24)).filter { $0 % 37 != 5 }.suffix(24).map { "snap-h\(1000 + $0)" }
        let madeDaily = (0..<30).map { $0 * 24 }.filter { $0 % 37 != 5 }.suffix(7).map { "snap-d\(1000 + $0)" }
        #expect(await Set(ec2.snapshots.map(\.snapshotID)) == Set(madeHourly + madeDaily))
    }

    private func made(_ snapshotID: String, hoursOld: Int) -> Snapshot {
        made(snapshotID, at: now.addingTimeInterval(-Double(hours(Double(hoursOld)))), owner: nil)
    }

    private func made(_ snapshotID: String, at time: Date, owner: String?, tags: [Tag] = []) -> Snapshot {
        var made = snapshot(snapshotID, tags: tags)
        made.startTime = time
        made.volumeID = "vol-1"
        if let owner {
            made.tags += [
                Tag(key: ShelflifeTag.policy, value: owner), Tag(key: ShelflifeTag.sourceVolume, value: "vol-1"),
            ]
        }
        return made
    }

    private func expire(_ retain: RetentionPolicy, on ec2: FakeEC2) async throws -> ReportRun.Output {
        try await expire(policy(retain), on: ec2)
    }

    private func expire(
        _ policy: LifecyclePolicy,
        on ec2: FakeEC2,
        now: Date = now
    ) async throws -> ReportRun.Output {
        let context = StepContext()
        let listed = try await ListExpiredSnapshots.run(
            .init(policy: policy, now: Timestamp(now)),
            ec2: ec2,
            context: context
        )
        var results: [SnapshotItemResult] = []
        for item in listed.items { results.append(try await delete(item, policy, on: ec2, now: now)) }
        return try await ReportRun.run(
            .init(
                policy: policy,
                now: Timestamp(now),
                execution: "e",
                page: .init(cursor: listed.cursor, tally: listed.tally),
                snapshotResults: results
            ),
            ec2: ec2,
            context: context
        )
    }

    private func delete(
        _ item: ListExpiredSnapshots.Item,
        _ policy: LifecyclePolicy,
        on ec2: FakeEC2,
        now: Date = now
    ) async throws -> SnapshotItemResult {
        try await DeleteSnapshot.run(
            .init(policy: policy, now: Timestamp(now), item: item),
            ec2: ec2,
            context: StepContext()
        )
    }
}
