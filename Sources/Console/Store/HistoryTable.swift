// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// The histories of executions, in chunks so that a page of a long one costs no more than a page of a short one.
enum HistoryTable {
    /// How many events a chunk has at most.
    static let chunkLength = 500

    /// Appends events, which follow those that are there.
    static func append(_ events: [HistoryEvent], to execution: Int64, _ db: Database) throws {
        var rest = events[...]
        while let first = rest.first {
            let chunk = rest.prefix(chunkLength)
            rest = rest.dropFirst(chunkLength)
            let statement = try db.cachedStatement(
                sql: "INSERT INTO history (execution, firstEventID, events) VALUES (?, ?, ?)"
            )
            let text = JSONValue.array(chunk.map { $0.json() }).serialized()
            try statement.execute(arguments: [execution, first.id, text])
        }
    }

    /// How many events an execution has so far.
    static func count(of execution: Int64, _ db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: "SELECT firstEventID, events FROM history WHERE execution = ? ORDER BY firstEventID DESC LIMIT 1"
        )
        guard let row = try Row.fetchOne(statement, arguments: [execution]) else { return 0 }
        let first: Int = row["firstEventID"]
        return first - 1 + (try events(in: row).count)
    }

    /// The events of these ids, in order, as `GetExecutionHistory` shows them.
    static func events(_ ids: Range<Int>, of execution: Int64, _ db: Database) throws -> [JSONValue] {
        guard let firstID = ids.first else { return [] }
        let statement = try db.cachedStatement(
            sql: """
                SELECT firstEventID, events FROM history WHERE execution = :execution AND firstEventID < :end
                AND firstEventID >= (SELECT max(firstEventID) FROM history
                    WHERE execution = :execution AND firstEventID <= :start)
                ORDER BY firstEventID
                """
        )
        let rows = try Row.fetchAll(
            statement,
            arguments: ["execution": execution, "start": firstID, "end": ids.upperBound]
        )
        return try rows.flatMap { row in
            let first: Int = row["firstEventID"]
            return try events(in: row).enumerated().filter { ids.contains(first + $0.offset) }.map(\.element)
        }
    }

    private static func events(in row: Row) throws -> [JSONValue] {
        let text: String = row["events"]
        return try JSONValue(parsing: text).array ?? []
    }
}
