// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Where the Map Runs that are under way stand.
///
/// Counts change with every child, so they are kept here and written to the store when a Map Run begins and ends.
final class MapRunBoard: Sendable {
    private struct Entry {
        let summary: MapRunSummary
        let execution: ExecutionIdentity
    }

    private let entries = Mutex<[String: Entry]>([:])

    func latest(_ arn: String) async -> MapRunRow? {
        entries.withLock { $0[arn] }.map { MapRunRow($0.summary, of: $0.execution) }
    }

    /// The execution that a Map Run belongs to.
    func parent(ofMapRun arn: String) -> String? {
        place(ofMapRun: arn)?.executionARN
    }

    /// The execution that a Map Run belongs to, and the Map Run's place there.
    func place(ofMapRun arn: String) -> (executionARN: String, id: MapRunID)? {
        entries.withLock { $0[arn] }.map { ($0.execution.executionARN, $0.summary.id) }
    }

    /// Watches executions on behalf of this board.
    func observer(savingTo store: DurableStore) -> any ExecutionObserver {
        Observer(board: self, store: store)
    }

    /// - Returns: Whether the store should know: at the beginning and at the end.
    private func update(_ mapRun: MapRunSummary, of execution: ExecutionIdentity) -> Bool {
        entries.withLock { entries in
            let isNew = entries[mapRun.mapRunARN] == nil
            let isOver = mapRun.stopDate != nil
            entries[mapRun.mapRunARN] = isOver ? nil : Entry(summary: mapRun, execution: execution)
            return isNew || isOver
        }
    }

    private struct Observer: ExecutionObserver {
        let board: MapRunBoard
        let store: DurableStore

        func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {}

        func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
            guard board.update(mapRun, of: execution.identity), execution.identity.workflowType == .standard else {
                return
            }
            store.save(MapRunRow(mapRun, of: execution.identity))
        }
    }
}
