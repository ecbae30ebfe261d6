// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine
import Testing

/// Daily backups and hourly expiry: the simulation against the same policies stepped by hand, hour by hour, over the
/// wire protocol.
@Suite struct BackupSimulationTests {
    private static let days = 2
    private static let backupHour = 2

    /// What is done, in the order in which it is due at one moment: a backup goes before the expiry of its hour.
    private static func policies() throws -> [(workflow: String, policy: JSONValue, isHourly: Bool)] {
        // Of so few, a day's worth is more than half.
        let limits: JSONValue = ["items": 500, "percent": 100]
        let expireImages = try readyPolicy("ami-backup-expire") {
            $0["retain"] = ["age": "1d"]
            $0["limits"] = limits
        }
        let expireSnapshots = try readyPolicy("ebs-snapshot-manager-expire") { $0["limits"] = limits }
        return [
            ("backup-images", try readyPolicy("ami-backup"), false), ("expire-images", expireImages, true),
            ("backup-volumes", try readyPolicy("ebs-snapshot-manager"), false),
            ("expire-snapshots", expireSnapshots, true),
        ]
    }

    @Sendable private static func scene(_ region: inout AccountRegion) {
        region.addInstance(1, tags: ["AMIBACKUPON": "yes", "Name": "web"], sizesGiB: [8, 20])
        region.addInstance(2, tags: ["AMIBACKUPON": "yes", "Backup": "Yes", "RetentionDays": "1"])
        region.addInstance(3, tags: ["Backup": "Yes", "RetentionDays": "1"], sizesGiB: [30, 8])
        region.addInstance(4, tags: ["Name": "not backed up"])
        for number in 50..<54 {
            region.addImage(number, ageHours: Double(number * 10), tags: ["DELETEON": "yes"])
        }
    }

    @Test func equalsBackupsAndExpirySteppedHourByHour() async throws {
        let policies = try Self.policies()
        let simulation = Simulation(
            account: Account(seed: 7),
            runs: try policies.map { workflow, policy, isHourly in
                let schedule = isHourly ? Schedule.hourly : .daily(hour: Self.backupHour, minute: 0)
                return try ScheduledRun(workflow, policy, schedule)
            },
            start: Stage.start
        )
        simulation.sandbox.withRegion { Self.scene(&$0) }
        let result = try await simulation.run(days: Self.days, maximumAgeSeconds: 25 * 3600)

        let stage = Stage.withTime(Self.scene)
        var ever = Ever()
        var seen = [try await Count(stage, &ever)]
        for hour in 0..<Self.days * 24 {
            for (workflow, policy, isHourly) in policies where isHourly || hour % 24 == Self.backupHour {
                let played = try await stage.play(workflow, policy)
                #expect(played.outcome.status == .succeeded, "\(workflow) in hour \(hour)")
            }
            stage.go(toHour: hour + 1)
            seen.append(try await Count(stage, &ever))
        }

        #expect(result.failures.isEmpty)
        #expect(result.runs == Self.days * (2 + 2 * 24))
        #expect(result.samples.count == seen.count)
        for (hour, pair) in zip(result.samples, seen).enumerated() {
            #expect(Count(pair.0) == pair.1, "hour \(hour)")
        }
        // The comparison is of something: backups were made, aged, and went.
        let last = try #require(seen.last)
        #expect(last.imagesCreated == 2 * Self.days)
        #expect(last.imagesRetired >= 2)
        #expect(last.snapshotsCreated == (3 + 3) * Self.days)
        #expect(last.snapshotsRetired >= 3)
    }
}

/// All that was ever seen, by which what is gone is counted.
private struct Ever {
    var images: Set<String> = []
    var snapshots: Set<String> = []
    var first: (images: Int, snapshots: Int)?
}

/// The numbers of one hour.
private struct Count: Equatable {
    var images: Int
    var snapshots: Int
    var snapshotGiB: Int
    var mostCents: Int
    var imagesCreated: Int
    var imagesRetired: Int
    var snapshotsCreated: Int
    var snapshotsRetired: Int

    init(_ sample: AccountSample) {
        images = sample.images
        snapshots = sample.snapshots
        snapshotGiB = sample.snapshotGiB
        mostCents = Int((sample.cost.mostDollars * 100).rounded())
        imagesCreated = sample.imagesCreated
        imagesRetired = sample.imagesRetired
        snapshotsCreated = sample.snapshotsCreated
        snapshotsRetired = sample.snapshotsRetired
    }

    /// Counts what EC2 lists.
    init(_ stage: Stage, _ ever: inout Ever) async throws {
        let ec2 = stage.client()
        let images = try await ec2.allImages()
        let snapshots = try await ec2.allSnapshots()
        ever.images.formUnion(images.map(\.imageID))
        ever.snapshots.formUnion(snapshots.map(\.snapshotID))
        let first = ever.first ?? (images.count, snapshots.count)
        ever.first = first
        self.images = images.count
        self.snapshots = snapshots.count
        snapshotGiB = snapshots.reduce(0) { $0 + $1.volumeSizeGiB }
        let bytes = snapshots.reduce(0) { $0 + ($1.fullSizeBytes ?? 0) }
        mostCents = Int((Double(bytes) / 1_073_741_824 * 5).rounded())
        imagesCreated = ever.images.count - first.images
        imagesRetired = ever.images.count - images.count
        snapshotsCreated = ever.snapshots.count - first.snapshots
        snapshotsRetired = ever.snapshots.count - snapshots.count
    }
}
