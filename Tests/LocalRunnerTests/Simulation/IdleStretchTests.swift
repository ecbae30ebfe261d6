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
    private func stretch(mode: String = "enforce", beforeHour limit: Int = 24) async throws -> IdleStretch? {
        let policy: JSONValue = [
            "policy": "nightly", "mode": .string(mode), "select": ["all": true], "retain": ["age": "1d"],
        ]
        let run = ScheduledRun(
            try WorkflowDefinition("expire-images"),
            policy: try JSONDecoder().decode(LifecyclePolicy.self, from: Data(policy.serializedUTF8())),
            input: policy,
            schedule: .hourly
        )
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

    @Test func isNoneWhereSomethingGoesInTheNextHour() async throws {
        account.sandbox.withRegion { $0.addImage(1, ageHours: 23.5) }
        #expect(try await stretch() == nil)
    }
}
