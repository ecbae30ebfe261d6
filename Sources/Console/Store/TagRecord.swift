// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// A tag of a state machine or an activity.
struct TagRecord: Sendable, Hashable {
    let key: String
    let value: String

    /// How many tags a resource may have.
    static let limit = 50

    var json: JSONValue {
        ["key": .string(key), "value": .string(value)]
    }
}

extension TagRecord: FetchableRecord {
    init(row: Row) {
        key = row["key"]
        value = row["value"]
    }

    static func fetchAll(of resourceARN: String, _ db: Database) throws -> [TagRecord] {
        try fetchAll(
            db,
            sql: "SELECT key, value FROM tag WHERE resourceARN = ? ORDER BY rowid",
            arguments: [resourceARN]
        )
    }

    /// Adds tags; of a key that is there already the value is replaced.
    ///
    /// - Throws: `TooManyTags`.
    static func put(_ tags: [TagRecord], on resourceARN: String, _ db: Database) throws {
        for tag in tags {
            try db.execute(
                sql: """
                    INSERT INTO tag (resourceARN, key, value) VALUES (?, ?, ?)
                    ON CONFLICT (resourceARN, key) DO UPDATE SET value = excluded.value
                    """,
                arguments: [resourceARN, tag.key, tag.value]
            )
        }
        let count = try Int.fetchOne(
            db,
            sql: "SELECT count(*) FROM tag WHERE resourceARN = ?",
            arguments: [resourceARN]
        )
        guard count ?? 0 <= limit else { throw APIError.tooManyTags(resourceARN) }
    }

    static func remove(_ keys: [String], from resourceARN: String, _ db: Database) throws {
        for key in keys {
            try db.execute(sql: "DELETE FROM tag WHERE resourceARN = ? AND key = ?", arguments: [resourceARN, key])
        }
    }

    /// Whether there is a resource of that ARN to tag.
    static func exists(_ resourceARN: String, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM stateMachine WHERE arn = ?) OR EXISTS (SELECT 1 FROM activity WHERE arn = ?)
                """,
            arguments: [resourceARN, resourceARN]
        ) ?? false
    }
}
