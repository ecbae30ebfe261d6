// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle
import OrderedJSON
import StatesEngine
import Synchronization

/// Everything that happened in a run: the histories of the execution and its children, and the report step's answer.
final class RunRecord: ExecutionObserver {
    private struct State {
        var histories: [String: [HistoryEvent]] = [:]
        var report: JSONValue?
    }

    private let state = Mutex(State())
    private let executionARN: String
    private let display: RunDisplay

    init(executionARN: String, display: RunDisplay) {
        self.executionARN = executionARN
        self.display = display
    }

    /// The history of the execution itself.
    var history: [HistoryEvent] {
        state.withLock { $0.histories[executionARN] ?? [] }
    }

    /// What `ReportRun` answered, if the run came that far.
    var report: JSONValue? {
        state.withLock { $0.report }
    }

    /// The outputs of the children of Map Runs that succeeded, in no particular order.
    var childOutputs: [JSONValue] {
        state.withLock { state in
            state.histories.filter { $0.key != executionARN }.values.compactMap { events in
                guard case .output(let output)? = events.last?.details else { return nil }
                return output
            }
        }
    }

    func note(_ step: WorkerStep, _ answer: [UInt8]) {
        guard step == .reportRun, let report = try? JSONValue(parsing: answer) else { return }
        state.withLock { $0.report = report }
    }

    func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {
        state.withLock { $0.histories[execution.identity.executionARN, default: []] += events }
        guard execution.identity.executionARN == executionARN else { return }
        for event in events {
            if case .stateEntered(let name, _) = event.details { display.entered(name) }
        }
    }

    func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
        display.progressed(mapRun.stateName, mapRun.itemCounts)
    }
}
