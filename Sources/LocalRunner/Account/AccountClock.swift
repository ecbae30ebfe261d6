// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import StatesEngine

/// The wall clock, moved to the time of an account, so that a run in an account of another day decides by that day.
package struct AccountClock: EngineClock {
    private let wall = SystemClock()
    private let aheadMilliseconds: Int64

    package init(startingAt start: Date) {
        let target = Timestamp(secondsSinceEpoch: start.timeIntervalSince1970)
        aheadMilliseconds = target.millisecondsSinceEpoch - wall.now.millisecondsSinceEpoch
    }

    package var now: Timestamp {
        Timestamp(millisecondsSinceEpoch: wall.now.millisecondsSinceEpoch + aheadMilliseconds)
    }

    package func sleep(until deadline: Timestamp) async throws {
        try await wall.sleep(
            until: Timestamp(millisecondsSinceEpoch: deadline.millisecondsSinceEpoch - aheadMilliseconds)
        )
    }
}
