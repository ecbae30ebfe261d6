// SPDX-License-Identifier: Apache-2.0

import AWSClient
import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import OrderedJSON
import StatesEngine

/// A small account with every reason to keep something, and the schedule that looks after it: images, then snapshots
/// by age, then what images left behind.
struct FaultScene: Sendable {
    static let schedule: [(workflow: String, policy: JSONValue)] = [
        (
            "expire-images",
            [
                "policy": "images", "mode": "enforce", "select": ["all": true], "retain": ["age": "10d"],
                "guard": ["launchedWithin": false], "limits": ["items": 1000],
            ]
        ),
        (
            "expire-snapshots",
            [
                "policy": "volumes", "mode": "enforce", "select": ["tags": [["key": "Nightly"]]],
                "retain": ["age": "10d"], "limits": ["items": 1000],
            ]
        ),
        (
            "expire-snapshots",
            [
                "policy": "orphans", "mode": "enforce", "select": ["all": true],
                "retain": ["orphans": "1d", "lastMayGo": true], "limits": ["items": 1000],
            ]
        ),
    ]

    let sandbox: EC2Sandbox
    let clock: SimulatedClock

    /// The account as it was somewhere in the schedule, or as it is before.
    ///
    /// With a lag, changes show late; with a skew, EC2's clock is ahead of the engine's.
    init(_ region: AccountRegion? = nil, lagSeconds: Double = 0, skewSeconds: Double = 0) {
        let clock = SimulatedClock(
            now: StatesEngine.Timestamp(secondsSinceEpoch: Stage.start.timeIntervalSince1970)
        )
        var configuration = SandboxConfiguration()
        configuration.consistencyLagSeconds = lagSeconds
        self.clock = clock
        sandbox = EC2Sandbox(
            account: Account(seed: 7),
            clock: .following { Date(timeIntervalSince1970: clock.now.secondsSinceEpoch + skewSeconds) },
            configuration: configuration
        )
        sandbox.withRegion { live in
            if let region { live = region } else { Self.fill(&live) }
        }
    }

    var region: AccountRegion { sandbox.withRegion { $0 } }

    /// What is registered and what is stored.
    var census: Set<String> {
        sandbox.withRegion { region in
            Set(region.images.filter(\.isRegistered).map(\.id))
                .union(region.snapshots.filter { $0.deletedAt == nil }.map(\.id))
        }
    }

    /// What the account was asked to do, and did, since the log was cleared.
    func done(_ action: String) -> Int { sandbox.done(action) }

    /// Plays a run of the schedule.
    func play(_ run: Int, _ trouble: Trouble? = nil) async throws -> Stage.Played {
        let entry = Self.schedule[run]
        let workflow = try Self.definitions[entry.workflow] ?? WorkflowDefinition(entry.workflow)
        return try await TroubledRun(sandbox: sandbox, clock: clock, workflow: workflow, policy: entry.policy)
            .play(trouble)
    }

    /// Plays a part of the schedule, one run after the other.
    @discardableResult
    func play(_ runs: some Sequence<Int> = FaultScene.schedule.indices) async throws -> [Stage.Played] {
        var played: [Stage.Played] = []
        for run in runs { played.append(try await play(run)) }
        return played
    }

    /// Read once: hundreds of runs are played.
    private static let definitions = Dictionary(
        uniqueKeysWithValues: Set(schedule.map(\.workflow)).compactMap { name in
            (try? WorkflowDefinition(name)).map { (name, $0) }
        }
    )

    private static func fill(_ region: inout AccountRegion) {
        // Over, with snapshots of their own.
        region.addMadeImage(1)
        region.addMadeImage(2, snapshots: [2, 21])
        region.addMadeImage(3)
        // Over, on a snapshot that image 5 needs too.
        region.addMadeImage(4, snapshots: [4, 5])
        region.addMadeImage(5, ageHours: 1)
        // Over, but each with a reason to stay.
        region.addMadeImage(6, tags: ["shelflife:keep": ""])
        region.addMadeImage(7) { $0.protection = .enabled }
        region.addMadeImage(8)
        region.put(
            InstanceRecord(
                id: id("i", 8),
                reservationID: id("r", 8),
                imageID: id("ami", 8),
                state: .running,
                launchTime: region.now.addingTimeInterval(-86_400),
                availabilityZone: region.name + "a",
                tags: []
            )
        )
        // Only DescribeImageReferences knows of it.
        region.addMadeImage(9)
        region.put(ParameterRecord(id: "/golden", value: id("ami", 9), modifiedAt: region.now))
        // Left behind: by EC2's copying, by a run that died, and a moment ago.
        region.addLoose(30, "Created by CreateImage(i-1) for \(id("ami", 930))")
        region.addLoose(
            31,
            "Copied for DestinationAmi \(id("ami", 931)) from SourceAmi ami-1 for SourceSnapshot snap-1"
        )
        region.addLoose(32, "Created by CreateImage(i-1) for \(id("ami", 932))", ageHours: 1)
        region.addLoose(33, "Created by CreateImage(i-1) for \(id("ami", 8))")
        region.addLoose(34, "Created by CreateImage(i-1) for \(id("ami", 934))", sharedWith: ["210987654321"])
        // By hand, and by the night.
        region.addLoose(40, "by hand")
        region.addLoose(41, "nightly", tags: ["Nightly": ""])
        region.addLoose(42, "nightly", ageHours: 24, tags: ["Nightly": ""])
        region.addLoose(44, "nightly, shared", tags: ["Nightly": ""], sharedWith: ["210987654321"])
        region.addLoose(43, "nightly, locked away", tags: ["Nightly": "", "shelflife:keep": ""])
    }
}

extension AccountRegion {
    /// An image of 20 days whose snapshots say what they were made for.
    fileprivate mutating func addMadeImage(
        _ number: Int,
        ageHours: Double = 480,
        tags: [String: String] = [:],
        snapshots: [Int]? = nil,
        change: (inout ImageRecord) -> Void = { _ in }
    ) {
        for snapshot in snapshots ?? [number] where self.snapshots[id("snap", snapshot)] == nil {
            addLoose(snapshot, "Created by CreateImage(i-1) for \(id("ami", number))", ageHours: ageHours)
        }
        addImage(number, ageHours: ageHours, tags: tags, snapshots: snapshots, change: change)
    }

    fileprivate mutating func addLoose(
        _ number: Int,
        _ description: String,
        ageHours: Double = 480,
        tags: [String: String] = [:],
        sharedWith: [String] = []
    ) {
        var snapshot = SnapshotRecord(
            id: id("snap", number),
            ownerID: accountID,
            volumeID: id("vol", tags["Nightly"] == nil ? number : 1),
            startTime: now.addingTimeInterval(-ageHours * 3600),
            sizeGiB: 8,
            description: description,
            tags: LocalRunnerTests.tags(tags)
        )
        snapshot.sharedWith = sharedWith
        put(snapshot)
    }
}
