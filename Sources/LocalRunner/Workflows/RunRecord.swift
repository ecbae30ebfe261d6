// SPDX-License-Identifier: Apache-2.0

package import ImageLifecycle
package import OrderedJSON
package import StatesEngine
import Synchronization

/// Everything that happened in a run: the histories of the execution and its children, and the report step's answer.
package final class RunRecord: ExecutionObserver {
    private struct State {
        var histories: [String: [HistoryEvent]] = [:]
        var report: JSONValue?
    }

    private let state = Mutex(State())
    private let executionARN: String
    private let progress: RunProgress

    package init(executionARN: String, progress: RunProgress = RunProgress()) {
        self.executionARN = executionARN
        self.progress = progress
    }

    /// The history of the execution itself.
    package var history: [HistoryEvent] {
        state.withLock { $0.histories[executionARN] ?? [] }
    }

    /// What `ReportRun` or `ReportBackups` answered, if the run came that far.
    package var report: JSONValue? {
        state.withLock { $0.report }
    }

    /// The outputs of the children of Map Runs that succeeded, in no particular order.
    package var childOutputs: [JSONValue] {
        state.withLock { state in
            state.histories.filter { $0.key != executionARN }.values.compactMap { events in
                guard case .output(let output)? = events.last?.details else { return nil }
                return output
            }
        }
    }

    /// Keeps what a worker answered, as far as it is of interest.
    package func note(_ step: WorkerStep, _ answer: JSONValue) {
        guard step == .reportRun || step == .reportBackups else { return }
        state.withLock { $0.report = answer }
    }

    package func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {
        state.withLock { $0.histories[execution.identity.executionARN, default: []] += events }
        guard execution.identity.executionARN == executionARN else { return }
        for event in events {
            if case .stateEntered(let name, _) = event.details { progress.entered(name) }
        }
    }

    package func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
        progress.progressed(mapRun.stateName, mapRun.itemCounts)
    }
}

/// Who wants to hear where a run stands, while it goes.
package struct RunProgress: Sendable {
    /// The execution entered that state.
    package var entered: @Sendable (_ stateName: String) -> Void
    /// So far are the items of that Map state.
    package var progressed: @Sendable (_ stateName: String, _ items: MapRunSummary.Counts) -> Void

    package init(
        entered: @escaping @Sendable (_ stateName: String) -> Void = { _ in },
        progressed: @escaping @Sendable (_ stateName: String, _ items: MapRunSummary.Counts) -> Void = { _, _ in }
    ) {
        self.entered = entered
        self.progressed = progressed
    }
}
