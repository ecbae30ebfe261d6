// SPDX-License-Identifier: Apache-2.0

import GRDB
package import OrderedJSON
package import StatesEngine

/// An execution out of a database file, for the commands that look at one without serving.
package struct StoredExecution: Sendable {
    /// The history, as `GetExecutionHistory` gives it.
    package let events: [JSONValue]
    package let identity: ExecutionIdentity
    package let seed: UInt64
    package let isRunning: Bool

    /// Finds an execution by its ARN, its name, or its number in the console.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: What SQLite says about the file.
    package static func find(_ text: String, inDatabase path: String) throws -> StoredExecution? {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
            let row = try ExecutionRow.fetchOne(
                db,
                sql: "SELECT * FROM execution WHERE arn = ? OR name = ? OR id = ? ORDER BY id DESC LIMIT 1",
                arguments: [text, text, Int64(text)]
            )
            return try row.map { try StoredExecution($0, db) }
        }
    }

    private init(_ row: ExecutionRow, _ db: Database) throws {
        let count = try HistoryTable.count(of: row.id, db)
        events = try HistoryTable.events(1..<(count + 1), of: row.id, db)
        var identity = ExecutionIdentity(stateMachineARN: row.stateMachineARN, name: row.name, roleARN: "")
        identity.executionARN = row.arn
        identity.stateMachineVersionARN = row.versionARN
        identity.stateMachineAliasARN = row.aliasARN
        let started = events.first?["executionStartedEventDetails"]
        identity.roleARN = started?["roleArn"]?.string ?? ""
        self.identity = identity
        seed = row.seed
        isRunning = row.status == .running
    }
}
