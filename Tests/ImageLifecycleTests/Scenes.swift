// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle
import Testing

/// EC2's tags, not the test framework's.
typealias Tag = ImageLifecycle.Tag

/// When every run in these tests starts.
let now = Date(timeIntervalSince1970: 1_780_000_000)

let policy = LifecyclePolicy(
    name: "test",
    mode: .enforce,
    select: SelectionPolicy(all: true),
    retain: retain("24h"),
    limits: LimitPolicy(items: 100_000)
)

func retain(_ age: String) -> RetentionPolicy {
    guard let duration = PolicyDuration(age) else { fatalError("\(age) is no duration") }
    return RetentionPolicy(age: duration)
}

func hours(_ count: Double) -> Int { Int(count * 3600) }

/// An image of some age with a snapshot for each id.
func image(_ imageID: String, ageSeconds: Int = hours(100), snapshots: [String] = [], tags: [Tag] = []) -> Image {
    Image(
        imageID: imageID,
        name: "name of \(imageID)",
        ownerID: "123456789012",
        creationDate: now.addingTimeInterval(-Double(ageSeconds)),
        blockDeviceMappings: [BlockDeviceMapping(deviceName: "/dev/sdb")]
            + snapshots.enumerated().map { index, snapshotID in
                BlockDeviceMapping(
                    deviceName: "/dev/xvd\(index)",
                    ebs: EBSBlockDevice(snapshotID: snapshotID, volumeSizeGiB: 8)
                )
            },
        tags: tags
    )
}

func snapshot(_ snapshotID: String, tags: [Tag] = []) -> Snapshot {
    Snapshot(snapshotID: snapshotID, startTime: now, volumeSizeGiB: 8, ownerID: "123456789012", tags: tags)
}

func reference(to imageID: String) -> ImageReference {
    ImageReference(
        imageID: imageID,
        resourceType: "ec2:Instance",
        arn: "arn:aws:ec2:us-east-1:123456789012:instance/i-of-\(imageID)"
    )
}

/// A change to an image, and the rule that must keep it then.
struct KeepingChange: Sendable, CustomTestStringConvertible {
    let rule: Finding.Rule
    let change: @Sendable (inout Image) -> Void

    init(_ rule: Finding.Rule, _ change: @escaping @Sendable (inout Image) -> Void) {
        self.rule = rule
        self.change = change
    }

    var testDescription: String { rule.rawValue }
}

/// The same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
