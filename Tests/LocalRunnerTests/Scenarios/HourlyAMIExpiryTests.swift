// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Testing

/// The main system: every hour a Step Functions execution that lists the images that are older than so many hours,
/// deregisters each and deletes its snapshots.
///
/// The template's part of it (roles with one action each, rule, log group, alarm, parameter names) is checked in
/// Tests/python/test_template.py.
@Suite struct HourlyAMIExpiryTests {
    private static let expiring = ["shelflife:expire": "yes"]

    private func policy(hours: Int = 1) throws -> JSONValue {
        try readyPolicy("hourly-ami-expiry") { $0["retain"] = ["age": .string("\(hours)h")] }
    }

    // MARK: Do

    @Test func listsDeregistersAndDeletesSnapshotsInVisibleSteps() async throws {
        let stage = Stage { $0.addImage(1, ageHours: 2, tags: Self.expiring, snapshots: [1, 2]) }
        let played = try await stage.play("expire-images", try policy())
        #expect(played.outcome.status == .succeeded)
        #expect(stage.imageIDs.isEmpty)
        #expect(stage.snapshotIDs.isEmpty)
        #expect(
            played.states.filter { ["ListExpiredImages", "RetireImages"].contains($0) }
                == ["ListExpiredImages", "RetireImages"]
        )
        // The output shows the image with both results.
        let result = try #require(played.record.childOutputs.first)
        #expect(result["imageID"]?.string == id("ami", 1))
        #expect(result["outcome"]?.string == "retired")
        #expect(result["snapshotsDeleted"]?.integer == 2)
    }

    @Test func comparesStrictlyInWholeSeconds() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 1, tags: Self.expiring)
            region.addImage(2, ageHours: 1 + 1 / 3600.0, tags: Self.expiring)
        }
        try await stage.play("expire-images", try policy())
        #expect(stage.imageIDs == [id("ami", 1)])
    }

    @Test func succeedsWithoutIterationsWhenNothingIsExpired() async throws {
        let stage = Stage { $0.addImage(1, ageHours: 0.5, tags: Self.expiring) }
        let played = try await stage.play("expire-images", try policy())
        #expect(played.outcome.status == .succeeded)
        #expect(played.record.childOutputs.isEmpty)
        #expect(played.tally?.retired == 0)
        #expect(played.notices.isEmpty)
    }

    @Test func keepsUpWithABuildEveryTwoHoursForDays() async throws {
        let stage = Stage { _ in }
        let policy = try policy(hours: 6)
        for hour in 0..<72 {
            if hour.isMultiple(of: 2) {
                stage.sandbox.withRegion { $0.addImage(hour + 1, ageHours: 0, tags: Self.expiring) }
            }
            let played = try await stage.play("expire-images", policy)
            #expect(played.outcome.status == .succeeded)
            // Builds of now, 2, 4 and 6 hours ago: at exactly six hours an image stays.
            let expected = (0...3).map { hour / 2 * 2 - $0 * 2 }.filter { $0 >= 0 && hour - $0 <= 6 }
            #expect(stage.imageIDs == Set(expected.map { id("ami", $0 + 1) }), "hour \(hour)")
            #expect(stage.snapshotIDs == Set(expected.map { id("snap", $0 + 1) }), "hour \(hour)")
            stage.advance(hours: 1)
        }
    }

    // MARK: Do not repeat

    /// `diff.seconds` drops the days: the age wrapped each day, and limits of a day or more never expired anything.
    @Test(arguments: [(24.2, 1), (48.5, 1), (72, 1), (24.2, 24), (25.1, 25), (200, 168)])
    func agesDoNotWrapEachDay(_ ageHours: Double, _ limitHours: Int) async throws {
        let stage = Stage { $0.addImage(1, ageHours: ageHours, tags: Self.expiring) }
        try await stage.play("expire-images", try policy(hours: limitHours))
        #expect(stage.imageIDs.isEmpty)
    }

    @Test func touchesNothingThatIsNotSelectedOrStillInUse() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 99)
            region.addImage(2, ageHours: 99, tags: ["shelflife:expire": "YES"])
            region.addImage(999_999, ageHours: 99, tags: Self.expiring)
            region.addInstance(1, tags: [:])
        }
        let played = try await stage.play("expire-images", try policy())
        #expect(stage.imageIDs == [id("ami", 1), id("ami", 2), id("ami", 999_999)])
        #expect(played.tally?.keptBy["references"] == 1)
        #expect(played.tally?.keptBy["selection"] == 2)
    }

    @Test func reportsUntilThePolicySaysEnforce() async throws {
        let stage = Stage { $0.addImage(1, ageHours: 99, tags: Self.expiring) }
        let played = try await stage.play(
            "expire-images",
            try readyPolicy("hourly-ami-expiry") { $0["mode"] = "report" }
        )
        #expect(stage.imageIDs == [id("ami", 1)])
        #expect(played.tally?.wouldRetire == 1)
    }

    /// The system's states and histories grew with whole images, and failed at 90 to 2,080 of them.
    ///
    /// Here an image adds less than 300 bytes and no event to the execution; pages of a thousand are played in ListExpiredImagesTests.
    @Test func statesAndHistoryStaySmallHoweverManyImages() async throws {
        var histories: [[HistoryEvent]] = []
        for count in [20, 120] {
            let stage = Stage { region in
                for number in 1...count { region.addImage(number, ageHours: 2, tags: Self.expiring) }
            }
            let played = try await stage.play("expire-images", try policy())
            #expect(played.outcome.status == .succeeded)
            #expect(stage.imageIDs.isEmpty && stage.snapshotIDs.isEmpty)
            #expect(played.tally?.retired == count)
            histories.append(played.record.history)
        }
        let sizes = histories.map { history in
            history.map { $0.json(includingData: true).serializedUTF8().count }.max() ?? 0
        }
        #expect(histories[0].count == histories[1].count)
        #expect(sizes[1] - sizes[0] < 100 * 300, "\(sizes)")
    }

    @Test func devicesWithoutASnapshotLeakNothing() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 2, tags: Self.expiring, snapshots: [1, 2]) { image in
                image.devices.insert(DeviceMapping(deviceName: "/dev/sdb", virtualName: "ephemeral0"), at: 1)
            }
        }
        let played = try await stage.play("expire-images", try policy())
        #expect(played.outcome.status == .succeeded)
        #expect(stage.snapshotIDs.isEmpty)
    }

    @Test func aSharedSnapshotStaysWithTheImageThatStillUsesIt() async throws {
        let stage = Stage { region in
            region.addImage(1, ageHours: 2, tags: Self.expiring, snapshots: [7])
            region.addImage(2, ageHours: 0.5, tags: Self.expiring, snapshots: [7])
            region.addImage(3, ageHours: 2, tags: Self.expiring)
        }
        let played = try await stage.play("expire-images", try policy())
        #expect(played.outcome.status == .succeeded)
        #expect(stage.imageIDs == [id("ami", 2)])
        #expect(stage.snapshotIDs == [id("snap", 7)])
        stage.advance(hours: 1)
        try await stage.play("expire-images", try policy())
        #expect(stage.snapshotIDs.isEmpty)
    }

    @Test(arguments: [
        FaultRule.Kind.throttle, .error(code: "InternalError", message: "try again", status: 500), .answerLost,
        .connectionReset, .truncatedBody,
    ])
    func aTransientFaultAtAnyCallIsTriedAgain(_ kind: FaultRule.Kind) async throws {
        for action in [
            "DescribeImages", "DescribeImageReferences", "DeregisterImage", "DescribeSnapshots", "DeleteSnapshot",
        ] {
            let stage = Stage { $0.addImage(1, ageHours: 2, tags: Self.expiring) }
            stage.sandbox.inject(FaultPlan(rules: [FaultRule(action: action, trigger: .calls([1]), kind: kind)]))
            let played = try await stage.play("expire-images", try policy())
            #expect(played.outcome.status == .succeeded, "\(action)")
            #expect(stage.imageIDs.isEmpty, "\(action)")
            #expect(stage.snapshotIDs.isEmpty, "\(action)")
            // A retry after a lost answer finds its own work done: an image is retired once, and said to be.
            #expect(played.tally?.retired == 1, "\(action)")
        }
    }

    @Test func whatCannotBeRetiredFailsAloneAndIsNotified() async throws {
        let stage = Stage { region in
            for number in 1...3 { region.addImage(number, ageHours: 2, tags: Self.expiring) }
        }
        let error = FaultRule.Kind.error(code: "UnauthorizedOperation", message: "denied", status: 403)
        stage.sandbox.inject(
            FaultPlan(rules: [FaultRule(action: "DeregisterImage", trigger: .calls([2]), kind: error)])
        )
        let played = try await stage.play("expire-images", try policy())
        #expect(stage.imageIDs.count == 1)
        #expect(played.outcome.status == .failed)
        #expect(played.tally?.failed == 1)
        #expect(played.notices.count == 1)
    }

    @Test func twoRunsAtOnceRetireEverythingOnceAndBothSucceed() async throws {
        let stage = Stage { region in
            for number in 1...20 { region.addImage(number, ageHours: 2, tags: Self.expiring) }
        }
        let policy = try policy()
        async let one = stage.play("expire-images", policy)
        async let other = stage.play("expire-images", policy)
        let played = try await [one, other]
        #expect(played.allSatisfy { $0.outcome.status == .succeeded })
        #expect(stage.imageIDs.isEmpty)
        #expect(stage.snapshotIDs.isEmpty)
    }

    @Test func outputIsSmallAndItsKeysAreCamelCase() async throws {
        let stage = Stage { $0.addImage(1, ageHours: 2, tags: Self.expiring) }
        let played = try await stage.play("expire-images", try policy())
        let result = try #require(played.record.childOutputs.first?.object)
        #expect(JSONValue.object(result).serializedUTF8().count < 300)
        #expect(result.map(\.key).allSatisfy { !$0.contains("-") && $0.first?.isLowercase == true })
    }
}
