// SPDX-License-Identifier: Apache-2.0

import GRDB
import StatesEngine

/// An activity: a name under which workers elsewhere poll for tasks.
struct ActivityRecord: Sendable, Hashable {
    let arn: String
    let name: String
    /// JSON text.
    let encryption: String
    let createdAt: Timestamp
}

extension ActivityRecord: FetchableRecord {
    init(row: Row) {
        arn = row["arn"]
        name = row["name"]
        encryption = row["encryption"]
        createdAt = row.timestamp("createdAt")
    }

    static func fetch(_ arn: String, _ db: Database) throws -> ActivityRecord? {
        try fetchOne(db, sql: "SELECT * FROM activity WHERE arn = ?", arguments: [arn])
    }

    func insert(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO activity (arn, name, encryption, createdAt) VALUES (?, ?, ?, ?)",
            arguments: [arn, name, encryption, createdAt.millisecondsSinceEpoch]
        )
    }
}
