// SPDX-License-Identifier: Apache-2.0

import GRDB
import StatesEngine

/// A state machine as the store keeps it: its identity and the revision it stands at.
struct StateMachineRecord: Sendable, Hashable {
    enum Kind: String, Sendable, CaseIterable {
        case standard = "STANDARD"
        case express = "EXPRESS"
    }

    let arn: String
    let name: String
    let kind: Kind
    let createdAt: Timestamp
    var revision: RevisionRecord
    /// The number of the version published last, 0 before the first.
    ///
    /// Numbers are never used twice.
    var lastVersion: Int
}

/// What one creation or update of a state machine said.
struct RevisionRecord: Sendable, Hashable {
    var id: Int64
    /// nil for the state machine as it was created: AWS names revisions from the first update on.
    var revisionID: String?
    var definition: String
    var roleARN: String
    /// JSON texts, as `DescribeStateMachine` shows them.
    var logging: String
    var tracing: String
    var encryption: String
    var updatedAt: Timestamp

    /// Whether both say the same of the state machine.
    func hasSameContent(as other: RevisionRecord) -> Bool {
        definition == other.definition && roleARN == other.roleARN && logging == other.logging
            && tracing == other.tracing && encryption == other.encryption
    }
}

extension RevisionRecord: FetchableRecord {
    init(row: Row) {
        id = row["id"]
        revisionID = row["revisionID"]
        definition = row["definition"]
        roleARN = row["roleARN"]
        logging = row["logging"]
        tracing = row["tracing"]
        encryption = row["encryption"]
        updatedAt = row.timestamp("updatedAt")
    }

    static func fetch(_ id: Int64, _ db: Database) throws -> RevisionRecord {
        let statement = try db.cachedStatement(sql: "SELECT * FROM revision WHERE id = ?")
        guard let revision = try fetchOne(statement, arguments: [id]) else {
            throw DatabaseError(message: "revision \(id) is missing")
        }
        return revision
    }

    /// Inserts the revision, whose ``id`` the database gives.
    mutating func insert(for stateMachineARN: String, _ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO revision (stateMachineARN, revisionID, definition, roleARN, logging, tracing, encryption,
                    updatedAt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                stateMachineARN, revisionID, definition, roleARN, logging, tracing, encryption,
                updatedAt.millisecondsSinceEpoch,
            ]
        )
        id = db.lastInsertedRowID
    }
}

extension StateMachineRecord {
    private init(row: Row, revision: RevisionRecord) {
        arn = row["arn"]
        name = row["name"]
        kind = Kind(rawValue: row["type"]) ?? .standard
        createdAt = row.timestamp("createdAt")
        lastVersion = row["lastVersion"]
        self.revision = revision
    }

    static func fetch(_ arn: String, _ db: Database) throws -> StateMachineRecord? {
        let statement = try db.cachedStatement(sql: "SELECT * FROM stateMachine WHERE arn = ?")
        guard let row = try Row.fetchOne(statement, arguments: [arn]) else { return nil }
        return StateMachineRecord(row: row, revision: try RevisionRecord.fetch(row["revision"], db))
    }

    /// Fetches a state machine that must exist.
    ///
    /// - Throws: `StateMachineDoesNotExist`.
    static func require(_ arn: String, _ db: Database) throws -> StateMachineRecord {
        guard let machine = try fetch(arn, db) else { throw APIError.noStateMachine(arn) }
        return machine
    }

    func insert(_ db: Database) throws {
        try db.execute(
            sql:
                "INSERT INTO stateMachine (arn, name, type, createdAt, revision, lastVersion) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [arn, name, kind.rawValue, createdAt.millisecondsSinceEpoch, revision.id, lastVersion]
        )
    }

    func update(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE stateMachine SET revision = ?, lastVersion = ? WHERE arn = ?",
            arguments: [revision.id, lastVersion, arn]
        )
    }
}

extension Row {
    /// A column of milliseconds since 1970.
    func timestamp(_ column: String) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: self[column])
    }

    func optionalTimestamp(_ column: String) -> Timestamp? {
        let milliseconds: Int64? = self[column]
        return milliseconds.map(Timestamp.init(millisecondsSinceEpoch:))
    }
}
