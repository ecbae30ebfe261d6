// SPDX-License-Identifier: Apache-2.0

/// The time that executions live in: the wall clock, or one that tests and simulations move.
public protocol EngineClock: Sendable {
    /// The present moment.
    var now: Timestamp { get }

    /// Returns when the moment has come, at once when it is over.
    ///
    /// Called from within work, which rests while the sleeper sleeps: from ``workBegan()`` on, a clock that skips idle
    /// time knows that a sleeper is about to come.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func sleep(until deadline: Timestamp) async throws

    /// Says that work is under way whose end does not depend on the clock, so that a clock that skips idle time waits.
    func workBegan()

    /// Says that the work is done.
    func workEnded()
}

extension EngineClock {
    /// Nothing: real time passes anyway.
    public func workBegan() {}

    /// Nothing: real time passes anyway.
    public func workEnded() {}
}
