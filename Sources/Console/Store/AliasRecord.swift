// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// An alias: a name that stands for one or two versions, by weight.
struct AliasRecord: Sendable, Hashable {
    let arn: String
    let stateMachineARN: String
    let name: String
    var description: String?
    var routing: [Route]
    let createdAt: Timestamp
    var updatedAt: Timestamp

    /// A version and the percentage of executions it gets.
    struct Route: Sendable, Hashable, CustomStringConvertible {
        let versionARN: String
        let weight: Int

        /// As AWS's messages show it.
        var description: String {
            "RoutingConfigurationListItem(stateMachineVersionArn=\(versionARN), weight=\(weight))"
        }

        var json: JSONValue {
            ["stateMachineVersionArn": .string(versionARN), "weight": .integer(weight)]
        }
    }

    /// The version for a number from 1 through 100, drawn at random for each execution.
    func version(forDraw draw: Int) -> String? {
        var passed = 0
        for route in routing {
            passed += route.weight
            if draw <= passed { return route.versionARN }
        }
        return routing.last?.versionARN
    }
}

extension AliasRecord: FetchableRecord {
    init(row: Row) throws {
        arn = row["arn"]
        stateMachineARN = row["stateMachineARN"]
        name = row["name"]
        description = row["description"]
        createdAt = row.timestamp("createdAt")
        updatedAt = row.timestamp("updatedAt")
        let text: String = row["routing"]
        routing =
            try JSONValue(parsing: text).array?.map { route in
                Route(versionARN: route["stateMachineVersionArn"]?.string ?? "", weight: route["weight"]?.integer ?? 0)
            } ?? []
    }

    static func fetch(_ arn: String, _ db: Database) throws -> AliasRecord? {
        try fetchOne(db, sql: "SELECT * FROM alias WHERE arn = ?", arguments: [arn])
    }

    static func fetchAll(of stateMachineARN: String, _ db: Database) throws -> [AliasRecord] {
        try fetchAll(
            db,
            sql: "SELECT * FROM alias WHERE stateMachineARN = ? ORDER BY rowid",
            arguments: [stateMachineARN]
        )
    }

    /// Inserts the alias or, where it exists, replaces what may change.
    func save(_ db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO alias (arn, stateMachineARN, name, description, routing, createdAt, updatedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (arn) DO UPDATE SET description = excluded.description, routing = excluded.routing,
                    updatedAt = excluded.updatedAt
                """,
            arguments: [
                arn, stateMachineARN, name, description, JSONValue.array(routing.map(\.json)).serialized(),
                createdAt.millisecondsSinceEpoch, updatedAt.millisecondsSinceEpoch,
            ]
        )
    }
}
