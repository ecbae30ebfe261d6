// SPDX-License-Identifier: Apache-2.0

import GRDB
import StatesEngine

/// The journals of executions: what happened to each, in order.
enum JournalTable {
    static func append(_ entry: JournalEntry, at position: Int, to execution: Int64, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO journal (execution, position, at, event) VALUES (?, ?, ?, ?)"
        )
        try statement.execute(arguments: [
            execution, position, entry.timestamp.millisecondsSinceEpoch, JournalCoding.text(of: entry.event),
        ])
    }

    static func entries(of execution: Int64, _ db: Database) throws -> [JournalEntry] {
        try Row.fetchAll(
            db,
            sql: "SELECT at, event FROM journal WHERE execution = ? ORDER BY position",
            arguments: [execution]
        ).map { row in
            JournalEntry(timestamp: row.timestamp("at"), event: try JournalCoding.event(from: row["event"]))
        }
    }

    /// How often an execution was redriven, as far as its journal knows.
    static func redriveCount(of execution: Int64, _ db: Database) throws -> Int {
        try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM journal WHERE execution = ? AND event = ?",
            arguments: [execution, JournalCoding.text(of: .redriven)]
        ) ?? 0
    }
}
