// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The events that wait for an execution, in order.
///
/// Each one counts as work of the clock until it is taken, so that a clock that skips idle time lets none wait. An
/// `AsyncStream` would do, at several times the cost of an event, which short executions feel.
final class ExecutionInbox: Sendable {
    private struct State {
        var isOpen = false
        /// Whether it was closed and has not been opened again: what comes now comes too late.
        var isClosed = false
        /// Events that count as work now.
        var pending = 0
        /// Events that wait, the newest last, and those of them that are next, the oldest last.
        var arrived: [ExecutionEvent] = []
        var next: [ExecutionEvent] = []
        /// The driver, while nothing waits for it.
        var driver: CheckedContinuation<ExecutionEvent?, Never>?
        /// Whether the driver's Swift task was cancelled: it gets what waits, and nothing more.
        var isCancelled = false

        mutating func popFirst() -> ExecutionEvent? {
            if next.isEmpty { (next, arrived) = (arrived.reversed(), []) }
            return next.popLast()
        }
    }

    private let clock: any EngineClock
    private let state = Mutex(State())

    init(clock: any EngineClock) {
        self.clock = clock
    }

    func send(_ event: ExecutionEvent) {
        let counts = state.withLock { state in
            if state.isOpen { state.pending += 1 }
            return state.isOpen
        }
        if counts { clock.workBegan() }
        let driver = state.withLock { state -> CheckedContinuation<ExecutionEvent?, Never>? in
            if state.isCancelled || state.isClosed { return nil }
            if state.driver == nil { state.arrived.append(event) }
            defer { state.driver = nil }
            return state.driver
        }
        driver?.resume(returning: event)
    }

    /// The next event; nil when the Swift task is cancelled.
    func next() async -> ExecutionEvent? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = state.withLock { state -> ExecutionEvent?? in
                    if let event = state.popFirst() { return .some(event) }
                    if state.isCancelled { return .some(nil) }
                    state.driver = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let driver = state.withLock { state in
                defer { state.driver = nil }
                state.isCancelled = true
                return state.driver
            }
            driver?.resume(returning: nil)
        }
    }

    /// Opens, with the beginning of the execution as its first work; does nothing when it is open already.
    func open() {
        let opens = state.withLock { state in
            guard !state.isOpen else { return false }
            state.isOpen = true
            state.isClosed = false
            state.pending += 1
            return true
        }
        if opens { clock.workBegan() }
    }

    /// Says that the event taken last has been dealt with.
    func taken() {
        let counts = state.withLock { state in
            guard state.pending > 0 else { return false }
            state.pending -= 1
            return true
        }
        if counts { clock.workEnded() }
    }

    /// Closes: what still waits, or comes before it is opened again, is forgotten.
    ///
    /// The ends of children that were stopped wait here; a redrive would take them for the ends of its own.
    func close() {
        let pending = state.withLock { state in
            state.isOpen = false
            state.isClosed = true
            (state.arrived, state.next) = ([], [])
            defer { state.pending = 0 }
            return state.pending
        }
        for _ in 0..<pending { clock.workEnded() }
    }
}
