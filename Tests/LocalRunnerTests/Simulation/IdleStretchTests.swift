// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import OrderedJSON
import Testing

@testable import LocalRunner

/// The hours that a simulation need not execute.
@Suite struct IdleStretchTests {
    private let account = SimulatedAccount(
        Account(seed: 3),
        region: Simulation.region,
        now: Stage.start,
        takesTime: true
    )

    private func hours(_ count: Int) -> Date { Stage.start.addingTimeInterval(Double(count) * 3600) }

    /// After an hourly expiry that has just run.
    private func stretch(
        mode: String = "enforce",
        retain: JSONValue = ["age": "1d"],
        beforeHour limit: Int = 24
    ) async throws -> IdleStretch? {
        let policy: JSONValue = [
            "policy": "nightly", "mode": .string(mode), "select": ["all": true], "retain": retain,
        ]
        let run = try ScheduledRun("expire-images", policy, .hourly)
        return try await IdleStretch.following(run, on: account, before: hours(limit))
    }

    /// In which hours of the next day the workflow need not run.
    private func hoursCovered(by stretch: IdleStretch) -> [Int] {
        (0...24).filter { hour in
            account.advance(to: hours(hour))
            return stretch.covers(account)
        }
    }

    @Test func lastsUntilTheFirstImageIsOldEnough() async throws {
        account.sandbox.withRegion { region in
            region.addImage(1, ageHours: 20)
            region.addImage(2, ageHours: 3)
        }
        let stretch = try #require(try await stretch())
        // At exactly a day it stays.
        #expect(hoursCovered(by: stretch) == Array(0...4))
    }

    @Test func lastsUntilSomebodyElseWorks() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 3) }
        let stretch = try #require(try await stretch(beforeHour: 7))
        #expect(hoursCovered(by: stretch) == Array(0...6))
    }

    @Test func endsWhenTheAccountChangesByItself() async throws {
        account.sandbox.withRegion { region in
            // Its snapshot takes two and a half hours.
            region.addInstance(1, tags: [:], sizesGiB: [3000])
            let imageID = try? region.createImage(CreateImageRequest(instanceID: id("i", 1), name: "web"))
            #expect(imageID != nil)
        }
        let stretch = try #require(try await stretch())
        #expect(hoursCovered(by: stretch) == Array(0...2))
    }

    /// The account forgets the id of a deregistered image after an hour, which no listing shows.
    @Test func outlastsWhatNobodySees() async throws {
        account.sandbox.withRegion { region in
            region.addImage(1, ageHours: 3)
            region.addImage(2, ageHours: 3)
        }
        try await account.ec2.deregisterImage(id("ami", 2))
        let stretch = try #require(try await stretch())
        #expect(hoursCovered(by: stretch) == Array(0...21))
    }

    @Test func endsWithAnyChange() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 3) }
        let stretch = try #require(try await stretch())
        #expect(stretch.covers(account))
        account.sandbox.withRegion { $0.addImage(2, ageHours: 3) }
        #expect(!stretch.covers(account))
    }

    @Test func lastsWhereNothingIsEverDone() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 23.5) }
        let stretch = try #require(try await stretch(mode: "report"))
        #expect(hoursCovered(by: stretch) == Array(0...23))
    }

    @Test func endsBeforeAReportThatNobodyCanComplete() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 20) }
        // From a day on its age keeps it no more, and no tag says how many are to stay.
        let stretch = try #require(try await stretch(mode: "report", retain: ["age": "1d", "countFromTag": "KEEP"]))
        #expect(hoursCovered(by: stretch) == Array(0...4))
    }

    @Test func isNoneWhereSomethingGoesInTheNextHour() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 23.5) }
        #expect(try await stretch() == nil)
    }
}
