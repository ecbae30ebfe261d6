// SPDX-License-Identifier: Apache-2.0

import GRDB
import StatesEngine

/// A published version: a number that stands for one revision for good.
struct VersionRecord: Sendable, Hashable {
    let arn: String
    let stateMachineARN: String
    let number: Int
    let revision: Int64
    let description: String?
    let createdAt: Timestamp
}

extension VersionRecord: FetchableRecord {
    init(row: Row) {
        arn = row["arn"]
        stateMachineARN = row["stateMachineARN"]
        number = row["number"]
        revision = row["revision"]
        description = row["description"]
        createdAt = row.timestamp("createdAt")
    }

    static func fetch(_ arn: String, _ db: Database) throws -> VersionRecord? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM version WHERE arn = ?")
        return try fetchOne(statement, arguments: [arn])
    }

    /// The version that stands for a state machine's revision, if one was published.
    static func fetch(ofRevision revision: Int64, _ db: Database) throws -> VersionRecord? {
        try fetchOne(
            db,
            sql: "SELECT * FROM version WHERE revision = ? ORDER BY number DESC LIMIT 1",
            arguments: [revision]
        )
    }

    /// Publishes the revision a state machine stands at; publishing it again changes nothing.
    static func publish(
        _ machine: inout StateMachineRecord,
        description: String?,
        at time: Timestamp,
        _ db: Database
    ) throws -> VersionRecord {
        if let version = try fetch(ofRevision: machine.revision.id, db) { return version }
        machine.lastVersion += 1
        let version = VersionRecord(
            arn: "\(machine.arn):\(machine.lastVersion)",
            stateMachineARN: machine.arn,
            number: machine.lastVersion,
            revision: machine.revision.id,
            description: description,
            createdAt: time
        )
        try machine.update(db)
        try db.execute(
            sql: """
                INSERT INTO version (arn, stateMachineARN, number, revision, description, createdAt)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                version.arn, version.stateMachineARN, version.number, version.revision, version.description,
                version.createdAt.millisecondsSinceEpoch,
            ]
        )
        return version
    }
}
