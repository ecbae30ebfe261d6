// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The events that wait for an execution, in order.
///
/// Each one counts as work of the clock until it is taken, so that a clock that skips idle time lets none wait.
final class ExecutionInbox: Sendable {
    private struct State {
        var isOpen = false
        /// Events that count as work now.
        var pending = 0
    }

    private let clock: any EngineClock
    private let state = Mutex(State())
    private let stream: AsyncStream<ExecutionEvent>
    private let continuation: AsyncStream<ExecutionEvent>.Continuation

    init(clock: any EngineClock) {
        self.clock = clock
        (stream, continuation) = AsyncStream.makeStream()
    }

    func send(_ event: ExecutionEvent) {
        let counts = state.withLock { state in
            if state.isOpen { state.pending += 1 }
            return state.isOpen
        }
        if counts { clock.workBegan() }
        continuation.yield(event)
    }

    /// The next event; nil when the Swift task is cancelled.
    func next() async -> ExecutionEvent? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

    /// Opens, with the beginning of the execution as its first work; does nothing when it is open already.
    func open() {
        let opens = state.withLock { state in
            guard !state.isOpen else { return false }
            state.isOpen = true
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

    /// Closes: what still waits, or comes later, is no work any more.
    func close() {
        let pending = state.withLock { state in
            state.isOpen = false
            defer { state.pending = 0 }
            return state.pending
        }
        for _ in 0..<pending { clock.workEnded() }
    }
}
