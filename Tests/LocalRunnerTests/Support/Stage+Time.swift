// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle
import LocalRunner
import StatesEngine

extension Stage {
    /// An account in which snapshots take as long as they do, so that ids and states appear late.
    static func withTime(_ scene: @Sendable (inout AccountRegion) -> Void) -> Stage {
        var configuration = SandboxConfiguration()
        configuration.takesTime = true
        return Stage(configuration: configuration, scene)
    }

    /// Goes on to an hour counted from the start.
    func go(toHour hour: Int) {
        clock.advance(
            to: StatesEngine.Timestamp(secondsSinceEpoch: Self.start.timeIntervalSince1970 + Double(hour) * 3600)
        )
    }

    /// The own images that there are.
    var images: [ImageRecord] { images(in: "us-east-1") }

    func images(in region: String) -> [ImageRecord] {
        sandbox.withRegion(region) { region in
            region.images.filter { $0.isRegistered && $0.ownerID == region.accountID }
        }
    }

    /// The hours, counted from the start, in which the snapshots of a policy were made, in order.
    func hours(of policy: String, _ region: String = "us-east-1") -> [Int] {
        snapshots(region).filter { $0.tags.value(of: ShelflifeTag.policy) == policy }
            .map { Int($0.startTime.timeIntervalSince(Self.start) / 3600) }.sorted()
    }

    func changeTags(of instanceID: String, _ changes: [String: String?]) {
        sandbox.withRegion { region in
            guard var instance = region.instances[instanceID] else { return }
            var values = Dictionary(instance.tags.map { ($0.key, $0.value) }) { first, _ in first }
            for (key, value) in changes { values[key] = value }
            instance.tags = LocalRunnerTests.tags(values)
            region.put(instance)
        }
    }
}
