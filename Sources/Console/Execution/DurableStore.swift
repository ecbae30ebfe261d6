// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine
import Synchronization

/// Keeps executions in SQLite for the engine's drivers.
///
/// Numbers of executions and of journal entries are given here, in memory, so that a write needs no answer from the
/// database before the next can be submitted.
final class DurableStore: ExecutionStore {
    private let store: Store
    private let batcher: WriteBatcher
    private let state: Mutex<State>

    private struct State {
        var nextID: Int64
        var open: [String: OpenExecution] = [:]
    }

    /// An execution that runs now.
    private struct OpenExecution {
        let row: ExecutionRow
        var nextPosition: Int
        /// For an execution that the database does not have: told when it does.
        var unsaved: Batch?
    }

    init(_ store: Store) throws {
        self.store = store
        batcher = WriteBatcher(store.database)
        let last = try store.database.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM execution") }
        state = Mutex(State(nextID: (last ?? 0) + 1))
    }

    /// A number for a new execution.
    func newID() -> Int64 {
        state.withLock { state in
            defer { state.nextID += 1 }
            return state.nextID
        }
    }

    /// Begins an execution.
    ///
    /// It is written together with its first event, so that one commit makes both safe.
    ///
    /// - Returns: What ends when the execution is safe.
    @discardableResult
    func insert(_ row: ExecutionRow) -> Batch {
        let begun = Batch()
        state.withLock { state in
            state.open[row.arn] = OpenExecution(row: row, nextPosition: 0, unsaved: begun)
        }
        return begun
    }

    /// Takes up an execution that is in the database and not at its end.
    func reopen(_ row: ExecutionRow) {
        state.withLock { state in
            if state.open[row.arn] == nil {
                state.open[row.arn] = OpenExecution(row: row, nextPosition: 0, unsaved: nil)
            }
        }
    }

    func close(_ arn: String) {
        _ = state.withLock { state in state.open.removeValue(forKey: arn) }
    }

    /// A running execution's row as it was when it began.
    func openRow(_ arn: String) -> ExecutionRow? {
        state.withLock { state in state.open[arn]?.row }
    }

    /// An execution, running or not.
    func row(_ arn: String) async throws -> ExecutionRow? {
        if let open = openRow(arn) { return open }
        return try await store.read { db in try ExecutionRow.fetch(arn, db) }
    }

    /// Notes where a Map Run stands.
    @discardableResult
    func save(_ mapRun: MapRunRow) -> Batch {
        batcher.submit { db in try mapRun.save(db) }
    }

    // MARK: ExecutionStore

    func begin(_ record: ExecutionRecord, mayBeKnown: Bool) async throws {
        let arn = record.identity.executionARN
        guard let parent = record.mapRun else { return }
        if mayBeKnown, let known = try await row(arn) { return reopen(known) }
        let row = ExecutionRow(
            id: newID(),
            arn: arn,
            name: record.identity.name,
            stateMachineARN: record.identity.stateMachineARN,
            versionARN: record.identity.stateMachineVersionARN,
            aliasARN: record.identity.stateMachineAliasARN,
            revision: 0,
            testCase: nil,
            traceHeader: nil,
            input: record.input.serialized(),
            startedAt: .now,
            mapRun: ExecutionRow.ChildOfMapRun(
                mapRunARN: parent.mapRunARN,
                mapStateName: parent.mapStateName,
                child: parent.child,
                seed: record.seed,
                itemCount: record.input["Items"]?.array?.count ?? 1
            )
        )
        insert(row)
    }

    func append(
        _ entry: JournalEntry,
        history: [HistoryEvent],
        outcome: ExecutionOutcome?,
        to executionARN: String
    ) async throws {
        guard let execution = advance(executionARN, isLast: outcome != nil) else { return }
        let row = execution.row
        let isNew = execution.unsaved != nil
        // Whoever redrives an execution has noted that before; children follow their Map Run.
        let isRedrivenChild = entry.event == .redriven && row.mapRun != nil
        let batch = batcher.submit { db in
            if isNew { try row.insert(db) }
            if isRedrivenChild { try ExecutionRow.redrive(row.id, at: entry.timestamp, db) }
            try JournalTable.append(entry, at: execution.nextPosition, to: row.id, db)
            try HistoryTable.append(history, to: row.id, db)
            if let outcome { try ExecutionRow.finish(row.id, outcome, at: entry.timestamp, db) }
        }
        do {
            try await batch.committed()
            execution.unsaved?.finish(.success(()))
        } catch {
            execution.unsaved?.finish(.failure(error))
            throw error
        }
    }

    /// The execution as it stands before its next entry, which takes its place.
    private func advance(_ executionARN: String, isLast: Bool) -> OpenExecution? {
        state.withLock { state in
            guard let execution = state.open[executionARN] else { return nil }
            if isLast {
                state.open[executionARN] = nil
            } else {
                state.open[executionARN]?.nextPosition += 1
                state.open[executionARN]?.unsaved = nil
            }
            return execution
        }
    }

    func journal(of executionARN: String) async throws -> [JournalEntry] {
        if state.withLock({ $0.open[executionARN]?.unsaved != nil }) { return [] }
        guard let row = try await row(executionARN) else { return [] }
        reopen(row)
        let entries = try await store.read { db in try JournalTable.entries(of: row.id, db) }
        state.withLock { state in state.open[executionARN]?.nextPosition = entries.count }
        return entries
    }
}
