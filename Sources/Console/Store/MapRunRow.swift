// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// A Map Run as the store keeps it: whose it is, and its description as `DescribeMapRun` gives it.
struct MapRunRow: Sendable, Hashable {
    let arn: String
    let executionARN: String
    let stateMachineARN: String
    /// The Map Run's number within its execution.
    let number: Int
    let startedAt: Timestamp
    let stoppedAt: Timestamp?
    let description: JSONObject

    init(_ summary: MapRunSummary, of execution: ExecutionIdentity) {
        arn = summary.mapRunARN
        executionARN = execution.executionARN
        stateMachineARN = execution.stateMachineARN
        number = summary.id.number
        startedAt = summary.startDate
        stoppedAt = summary.stopDate
        description = JSONObject(present: [
            ("mapRunArn", .string(summary.mapRunARN)),
            ("executionArn", .string(execution.executionARN)),
            ("status", .string(summary.status.rawValue)),
            ("startDate", .timestamp(summary.startDate)),
            ("stopDate", .timestamp(summary.stopDate)),
            ("maxConcurrency", .integer(summary.maxConcurrency)),
            ("toleratedFailurePercentage", .number(JSONNumber(summary.toleratedFailurePercentage))),
            ("toleratedFailureCount", .integer(summary.toleratedFailureCount)),
            ("itemCounts", .object(summary.itemCounts.json)),
            ("executionCounts", .object(summary.executionCounts.json)),
            ("redriveCount", .integer(summary.redriveCount)),
        ])
    }
}

extension MapRunRow: FetchableRecord {
    init(row: Row) throws {
        arn = row["arn"]
        executionARN = row["executionARN"]
        stateMachineARN = row["stateMachineARN"]
        number = row["number"]
        startedAt = row.timestamp("startedAt")
        stoppedAt = row.optionalTimestamp("stoppedAt")
        let text: String = row["description"]
        description = try JSONValue(parsing: text).object ?? [:]
    }

    static func fetch(_ arn: String, _ db: Database) throws -> MapRunRow? {
        try fetchOne(db, sql: "SELECT * FROM mapRun WHERE arn = ?", arguments: [arn])
    }

    func save(_ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO mapRun (arn, executionARN, stateMachineARN, number, startedAt, stoppedAt, description)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (arn) DO UPDATE SET stoppedAt = excluded.stoppedAt, description = excluded.description
                """
        )
        try statement.execute(arguments: [
            arn, executionARN, stateMachineARN, number, startedAt.millisecondsSinceEpoch,
            stoppedAt?.millisecondsSinceEpoch, JSONValue.object(description).serialized(),
        ])
    }
}

extension MapRunSummary.Counts {
    fileprivate var json: JSONObject {
        [
            "pending": .integer(pending), "running": .integer(running), "succeeded": .integer(succeeded),
            "failed": .integer(failed), "timedOut": .integer(timedOut), "aborted": .integer(aborted),
            "total": .integer(total), "resultsWritten": .integer(resultsWritten),
            "failuresNotRedrivable": 0, "pendingRedrive": 0,
        ]
    }
}
