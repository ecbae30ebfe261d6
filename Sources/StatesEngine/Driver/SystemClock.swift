// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The wall clock.
public struct SystemClock: EngineClock {
    /// The wall clock.
    public init() {}

    /// The present moment, to the millisecond.
    public var now: Timestamp {
        Timestamp(secondsSinceEpoch: Date().timeIntervalSince1970)
    }

    /// Returns when the moment has come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    public func sleep(until deadline: Timestamp) async throws {
        let milliseconds = deadline.millisecondsSinceEpoch - now.millisecondsSinceEpoch
        guard milliseconds > 0 else { return }
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}
