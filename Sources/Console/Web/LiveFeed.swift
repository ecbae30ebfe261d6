// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Tells pages that executions have changed; what has changed they read themselves.
final class LiveFeed: ExecutionObserver {
    private struct Listener {
        /// nil hears of every execution.
        let executionARN: String?
        let continuation: AsyncStream<Void>.Continuation
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var lastNumber = 0
    }

    private let state = Mutex(State())

    /// A signal for every change; signals that nobody has taken are one.
    func changes(of executionARN: String?) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.lastNumber += 1
            state.listeners[state.lastNumber] = Listener(executionARN: executionARN, continuation: continuation)
            return state.lastNumber
        }
        continuation.onTermination = { _ in
            self.state.withLock { state in state.listeners[number] = nil }
        }
        return stream
    }

    func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {
        tell(execution)
    }

    func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
        tell(execution)
    }

    private func tell(_ execution: ExecutionRecord) {
        state.withLock { state in
            for listener in state.listeners.values {
                // The list shows no children of Map Runs.
                let isConcerned =
                    listener.executionARN.map { $0 == execution.identity.executionARN } ?? (execution.mapRun == nil)
                if isConcerned { listener.continuation.yield() }
            }
        }
    }
}

/// Passes on to several observers.
struct Observers: ExecutionObserver {
    let all: [any ExecutionObserver]

    func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {
        for observer in all { observer.executionRecorded(events, execution: execution) }
    }

    func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
        for observer in all { observer.mapRunChanged(mapRun, execution: execution) }
    }
}
