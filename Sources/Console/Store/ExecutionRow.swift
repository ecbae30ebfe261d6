// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// An execution as the store keeps it.
struct ExecutionRow: Sendable, Hashable {
    let id: Int64
    let arn: String
    let name: String
    let stateMachineARN: String
    let versionARN: String?
    let aliasARN: String?
    let revision: Int64
    let testCase: String?
    let traceHeader: String?
    /// JSON text, as it was sent.
    let input: String
    let startedAt: Timestamp
    var status: ExecutionStatus = .running
    var stoppedAt: Timestamp?
    /// JSON text.
    var output: String?
    var error: String?
    var cause: String?
    var redriveCount = 0
    var redrivenAt: Timestamp?
    /// The Map Run the execution is a child of.
    var mapRun: ChildOfMapRun?

    /// A child's place in its Map Run.
    struct ChildOfMapRun: Sendable, Hashable {
        let mapRunARN: String
        let mapStateName: String
        let child: Int
        let seed: UInt64
        let itemCount: Int
    }
}

extension ExecutionRow: FetchableRecord {
    init(row: Row) throws {
        id = row["id"]
        arn = row["arn"]
        name = row["name"]
        stateMachineARN = row["stateMachineARN"]
        versionARN = row["versionARN"]
        aliasARN = row["aliasARN"]
        revision = row["revision"]
        testCase = row["testCase"]
        traceHeader = row["traceHeader"]
        input = row["input"]
        startedAt = row.timestamp("startedAt")
        status = ExecutionStatus(rawValue: row["status"]) ?? .failed
        stoppedAt = row.optionalTimestamp("stoppedAt")
        output = row["output"]
        error = row["error"]
        cause = row["cause"]
        redriveCount = row["redriveCount"]
        redrivenAt = row.optionalTimestamp("redrivenAt")
        if let mapRunARN: String = row["mapRunARN"] {
            let seed: Int64 = row["childSeed"]
            mapRun = ChildOfMapRun(
                mapRunARN: mapRunARN,
                mapStateName: row["mapStateName"],
                child: row["child"],
                seed: UInt64(bitPattern: seed),
                itemCount: row["itemCount"]
            )
        }
    }

    static func fetch(_ arn: String, _ db: Database) throws -> ExecutionRow? {
        try fetchOne(db.cachedStatement(sql: "SELECT * FROM execution WHERE arn = ?"), arguments: [arn])
    }

    /// Fetches an execution that must exist.
    ///
    /// - Throws: `ExecutionDoesNotExist`.
    static func require(_ arn: String, _ db: Database) throws -> ExecutionRow {
        guard let execution = try fetch(arn, db) else { throw APIError.noExecution(arn) }
        return execution
    }

    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO execution (id, arn, name, stateMachineARN, versionARN, aliasARN, revision, testCase,
                    traceHeader, input, startedAt, status, mapRunARN, mapStateName, child, childSeed, itemCount)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        try statement.execute(arguments: [
            id, arn, name, stateMachineARN, versionARN, aliasARN, revision, testCase, traceHeader, input,
            startedAt.millisecondsSinceEpoch, status.rawValue, mapRun?.mapRunARN, mapRun?.mapStateName, mapRun?.child,
            mapRun.map { Int64(bitPattern: $0.seed) }, mapRun?.itemCount,
        ])
    }

    /// Notes the end of an execution.
    static func finish(_ id: Int64, _ outcome: ExecutionOutcome, at time: Timestamp, _ db: Database) throws {
        // Of an execution that was too slow AWS tells the status only.
        let failure = outcome.status == .timedOut ? nil : outcome.failure
        let statement = try db.cachedStatement(
            sql: "UPDATE execution SET status = ?, stoppedAt = ?, output = ?, error = ?, cause = ? WHERE id = ?"
        )
        try statement.execute(arguments: [
            outcome.status.rawValue, time.millisecondsSinceEpoch, outcome.output?.serialized(),
            failure?.error, failure?.cause, id,
        ])
    }

    /// Notes that an execution goes on after its end.
    static func redrive(_ id: Int64, at time: Timestamp, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE execution SET status = 'RUNNING', stoppedAt = NULL, output = NULL, error = NULL, cause = NULL,
                    redriveCount = redriveCount + 1, redrivenAt = ? WHERE id = ?
                """,
            arguments: [time.millisecondsSinceEpoch, id]
        )
    }
}
