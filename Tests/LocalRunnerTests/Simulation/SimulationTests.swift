// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Testing

@Suite struct SimulationTests {
    private static let nightly: JSONValue = [
        "policy": "nightly", "mode": "enforce", "select": ["tags": [["key": "DELETEON", "values": ["yes"]]]],
        "retain": ["age": "30d"], "limits": ["items": 5000],
    ]

    private static let strict: JSONValue = [
        "policy": "strict", "mode": "enforce", "select": ["all": true], "retain": ["age": "90d"],
        "limits": ["items": 5000],
    ]

    private static func account() -> Account {
        SampleAccount.make(seed: 5, images: 40, now: Stage.start)
    }

    /// The simulation's numbers are those of an account on which somebody else steps the same policies by hand, over
    /// the wire protocol.
    @Test func equalsTheSamePoliciesSteppedHourByHour() async throws {
        let runs = [
            try ScheduledRun("expire-images", Self.nightly, .hourly),
            try ScheduledRun("expire-images", Self.strict, .daily(hour: 3, minute: 10)),
        ]
        let days = 2
        let simulation = Simulation(account: Self.account(), runs: runs, start: Stage.start, takesTime: false)
        let result = try await simulation.run(days: days, maximumAgeSeconds: 90_000)

        let stage = Stage(account: Self.account())
        let ec2 = stage.client()
        var images = try await ec2.allImages().count
        var snapshots = try await ec2.allSnapshots()
        #expect(result.samples.count == days * 24 + 1)
        #expect(result.samples[0].images == images)
        #expect(result.samples[0].snapshots == snapshots.count)
        var retired = (images: 0, snapshots: 0)
        for hour in 0..<days * 24 {
            try await stage.play("expire-images", Self.nightly)
            if hour % 24 == 3 {
                stage.advance(hours: 10 / 60.0)
                try await stage.play("expire-images", Self.strict)
            }
            stage.clock.advance(
                to: StatesEngine.Timestamp(
                    secondsSinceEpoch: Stage.start.timeIntervalSince1970 + Double(hour + 1) * 3600
                )
            )
            let imagesNow = try await ec2.allImages().count
            let snapshotsNow = try await ec2.allSnapshots()
            retired.images += images - imagesNow
            retired.snapshots += snapshots.count - snapshotsNow.count
            (images, snapshots) = (imagesNow, snapshotsNow)

            let sample = result.samples[hour + 1]
            #expect(sample.images == images, "hour \(hour)")
            #expect(sample.snapshots == snapshots.count, "hour \(hour)")
            #expect(sample.snapshotGiB == snapshots.reduce(0) { $0 + $1.volumeSizeGiB }, "hour \(hour)")
            #expect(sample.imagesRetired == retired.images, "hour \(hour)")
            #expect(sample.snapshotsRetired == retired.snapshots, "hour \(hour)")
            #expect(sample.imagesCreated == 0)
            var most = 0.0
            for snapshot in snapshots {
                let price = snapshot.storageTier == "archive" ? 0.0125 : 0.05
                most += Double(snapshot.fullSizeBytes ?? 0) / 1_073_741_824 * price
            }
            #expect(abs(sample.cost.mostDollars - most) < 0.01, "hour \(hour)")
            #expect(sample.cost.leastDollars <= sample.cost.mostDollars)
        }
        #expect(retired.images > 3)
        #expect(result.failures.isEmpty)
        #expect(result.runs == days * 25)
    }

    @Test func givesTheSameNumbersAgain() async throws {
        let runs = [try ScheduledRun("expire-images", Self.nightly, .rate(seconds: 6 * 3600))]
        var results: [SimulationResult] = []
        for _ in 0..<2 {
            let simulation = Simulation(account: Self.account(), runs: runs, start: Stage.start)
            results.append(try await simulation.run(days: 2, maximumAgeSeconds: 90_000))
        }
        #expect(results[0].samples == results[1].samples)
        #expect(results[0].gaps == results[1].gaps)
    }

    @Test func tellsOfRunsThatFail() async throws {
        var policy = Self.strict
        if case .object(var members) = policy {
            members["limits"] = ["items": 1]
            policy = .object(members)
        }
        let simulation = Simulation(
            account: Self.account(),
            runs: [try ScheduledRun("expire-images", policy, .daily(hour: 1, minute: 0))],
            start: Stage.start
        )
        let result = try await simulation.run(days: 2, maximumAgeSeconds: 90_000)
        #expect(result.failures.count == 2)
        #expect(result.failures.first?.policy == "strict")
        #expect(result.failures.first?.time == Stage.start.addingTimeInterval(3600))
        #expect(result.failures.first?.sentence.contains("limits.items 1") == true)
        #expect(Set(result.samples.map(\.images)).count == 1)
    }
}
