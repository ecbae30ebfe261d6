// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A clock that stands still while there is work, and jumps to the next deadline when everyone only waits.
///
/// Executions on it take no time to wait, and see the times they would see on the wall clock. A test may also move it
/// by hand.
public final class SimulatedClock: EngineClock {
    private struct State {
        var now: Timestamp
        var work = 0
        var sleepers: [Int: Sleeper] = [:]
        var nextSleeper = 0
        var jumps: Bool
    }

    private struct Sleeper {
        let deadline: Timestamp
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    /// A clock that shows that time.
    ///
    /// - Parameters:
    ///   - now: The time it shows first.
    ///   - jumpsWhenIdle: Whether the clock moves itself when everyone waits; else only ``advance(to:)`` does.
    public init(now: Timestamp, jumpsWhenIdle: Bool = true) {
        state = Mutex(State(now: now, jumps: jumpsWhenIdle))
    }

    /// The time it shows.
    public var now: Timestamp { state.withLock { $0.now } }

    /// Moves the clock; sleepers whose time has come wake up in the order of their deadlines.
    public func advance(to moment: Timestamp) {
        wake(
            state.withLock { state in
                state.now = max(state.now, moment)
                return Self.due(&state)
            }
        )
    }

    /// Returns when the clock shows the moment.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    public func sleep(until deadline: Timestamp) async throws {
        let number = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let sleeper = Sleeper(deadline: deadline, continuation: continuation)
                // A cancellation before this point has found nobody to wake.
                if Task.isCancelled {
                    continuation.resume(throwing: CancellationError())
                    return
                }
                wake(
                    state.withLock { state in
                        state.sleepers[number] = sleeper
                        state.work -= 1
                        return Self.jump(&state)
                    }
                )
                if Task.isCancelled { cancel(number) }
            }
        } onCancel: {
            cancel(number)
        }
    }

    /// Keeps the clock from jumping until ``workEnded()``.
    public func workBegan() {
        state.withLock { $0.work += 1 }
    }

    /// Lets the clock jump again when this was the last work.
    public func workEnded() {
        wake(
            state.withLock { state in
                state.work -= 1
                // Nothing becomes due while somebody works.
                return state.work == 0 ? Self.jump(&state) : []
            }
        )
    }

    private func cancel(_ number: Int) {
        let sleeper = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: number)
            if sleeper != nil { state.work += 1 }
            return sleeper
        }
        sleeper?.continuation.resume(throwing: CancellationError())
    }

    private func wake(_ sleepers: [Sleeper]) {
        for sleeper in sleepers { sleeper.continuation.resume() }
    }

    private static func jump(_ state: inout State) -> [Sleeper] {
        guard state.jumps, state.work == 0, let next = state.sleepers.values.lazy.map(\.deadline).min()
        else {
            return due(&state)
        }
        state.now = max(state.now, next)
        return due(&state)
    }

    private static func due(_ state: inout State) -> [Sleeper] {
        let now = state.now
        guard state.sleepers.values.contains(where: { $0.deadline <= now }) else { return [] }
        let due = state.sleepers.filter { $0.value.deadline <= now }
        for number in due.keys { state.sleepers[number] = nil }
        // Whoever wakes up goes on with the work that rested.
        state.work += due.count
        return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
    }
}
