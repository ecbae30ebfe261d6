// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine
import StatesLanguage

/// An execution as it is in the store at one moment: all that its page shows.
struct ExecutionSnapshot: Sendable {
    let row: ExecutionRow
    /// The states that it runs; nil when its definition is gone or cannot be read.
    let graph: (any StateGraph)?
    let history: [HistoryEvent]
    let mapRuns: [MapRunRow]
    /// The execution whose Map Run this one is a child of.
    let parent: ExecutionRow?

    /// - Throws: `ExecutionDoesNotExist`.
    static func load(_ id: Int64, from service: StepFunctionsService) async throws -> ExecutionSnapshot {
        let stored = try await service.store.read { db in try Stored(id, db) }
        var mapRuns: [MapRunRow] = []
        for mapRun in stored.mapRuns { mapRuns.append(try await service.current(mapRun)) }
        return ExecutionSnapshot(
            row: stored.row,
            graph: stored.definition.flatMap { graph(in: $0, ofMapState: stored.row.mapRun?.mapStateName) },
            history: try stored.events.map { event throws(HistoryDecodingError) in try HistoryEvent(json: event) },
            mapRuns: mapRuns,
            parent: stored.parent
        )
    }

    /// What one reading transaction finds.
    private struct Stored: Sendable {
        let row: ExecutionRow
        let parent: ExecutionRow?
        let definition: String?
        let events: [JSONValue]
        let mapRuns: [MapRunRow]

        init(_ id: Int64, _ db: Database) throws {
            row = try ExecutionRow.require(id: id, db)
            let mapRun = try row.mapRun.flatMap { try MapRunRow.fetch($0.mapRunARN, db) }
            parent = try mapRun.flatMap { try ExecutionRow.fetch($0.executionARN, db) }
            definition = try? RevisionRecord.fetch((parent ?? row).revision, db).definition
            let count = try HistoryTable.count(of: id, db)
            events = try HistoryTable.events(1..<(count + 1), of: id, db)
            mapRuns = try MapRunRow.fetchAll(
                db,
                sql: "SELECT * FROM mapRun WHERE executionARN = ? ORDER BY number",
                arguments: [row.arn]
            )
        }
    }

    private static func graph(in definition: String, ofMapState name: String?) -> (any StateGraph)? {
        guard let json = try? JSONValue(parsing: definition),
            let definition = StateMachineDefinition.check(json).definition
        else { return nil }
        guard let name else { return definition }
        return processor(of: name, in: definition)
    }

    private static func processor(of name: String, in graph: any StateGraph) -> (any StateGraph)? {
        for (stateName, state) in graph.states {
            var inner: [any StateGraph] = []
            if case .map(let map) = state, let processor = map.processor {
                if stateName == name { return processor }
                inner = [processor]
            }
            if case .parallel(let parallel) = state { inner = parallel.branches }
            for graph in inner {
                if let found = processor(of: name, in: graph) { return found }
            }
        }
        return nil
    }
}

extension ExecutionRow {
    /// Fetches an execution by its number.
    ///
    /// - Throws: `ExecutionDoesNotExist`.
    static func require(id: Int64, _ db: Database) throws -> ExecutionRow {
        guard let row = try fetchOne(db, sql: "SELECT * FROM execution WHERE id = ?", arguments: [id]) else {
            throw APIError.noExecution("number \(id)")
        }
        return row
    }

    /// The state machine's name.
    var machineName: String { stateMachineARN.split(separator: ":").last.map(String.init) ?? stateMachineARN }

    /// The page of the execution.
    var path: String { "/executions/\(id)" }
}
