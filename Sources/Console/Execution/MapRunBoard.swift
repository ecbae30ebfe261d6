// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Where the Map Runs that are under way stand.
///
/// Counts change with every child, so they are kept here and written to the store when a Map Run begins and ends.
final class MapRunBoard: Sendable {
    private let rows = Mutex<[String: MapRunRow]>([:])

    func latest(_ arn: String) async -> MapRunRow? {
        rows.withLock { $0[arn] }
    }

    /// The execution that a Map Run belongs to.
    func parent(ofMapRun arn: String) -> String? {
        rows.withLock { $0[arn]?.executionARN }
    }

    /// Watches executions on behalf of this board.
    func observer(savingTo store: DurableStore) -> any ExecutionObserver {
        Observer(board: self, store: store)
    }

    /// - Returns: Whether the store should know: at the beginning and at the end.
    private func update(_ row: MapRunRow) -> Bool {
        rows.withLock { rows in
            let isNew = rows[row.arn] == nil
            rows[row.arn] = row.stoppedAt == nil ? row : nil
            return isNew || row.stoppedAt != nil
        }
    }

    private struct Observer: ExecutionObserver {
        let board: MapRunBoard
        let store: DurableStore

        func executionRecorded(_ events: [HistoryEvent], execution: ExecutionRecord) {}

        func mapRunChanged(_ mapRun: MapRunSummary, execution: ExecutionRecord) {
            let row = MapRunRow(mapRun, of: execution.identity)
            if board.update(row), execution.identity.workflowType == .standard { store.save(row) }
        }
    }
}
