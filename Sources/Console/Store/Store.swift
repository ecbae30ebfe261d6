// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB

/// What the service remembers, in SQLite: definitions, executions, their journals and histories.
///
/// A database file survives `kill -9` at any moment: write-ahead logging, one transaction for what belongs together.
/// After a power failure it is intact but may lack the last moments.
package final class Store: Sendable {
    let database: any DatabaseWriter

    /// Opens the database, or one in memory that ends with the process.
    ///
    /// - Throws: What SQLite says about the file.
    package init(path: String?) throws {
        var configuration = Configuration()
        configuration.label = "shelflife"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA foreign_keys = ON")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        if let path {
            database = try DatabasePool(path: path, configuration: configuration)
        } else {
            database = try DatabaseQueue(configuration: configuration)
        }
        try Schema.migrator.migrate(database)
    }

    /// Reads, from a snapshot beside the writer where the database is a file.
    ///
    /// Reads are short look-ups over indexes: on a file they are done at once, because changing threads there and back
    /// costs several times as much. In memory they queue behind writes, which a thread of the executor must not wait for.
    func read<Value: Sendable>(_ query: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard let pool = database as? DatabasePool else { return try await database.read(query) }
        return try Self.readNow(pool, query)
    }

    /// Not asynchronous, so that GRDB's synchronous access is meant.
    private static func readNow<Value>(_ pool: DatabasePool, _ query: (Database) throws -> Value) throws -> Value {
        try pool.read(query)
    }

    func write<Value: Sendable>(_ change: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try await database.write(change)
    }
}
