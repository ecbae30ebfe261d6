// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html>.
struct ListExecutions: APIAction {
    enum RedriveFilter: String, CaseIterable {
        case redriven = "REDRIVEN"
        case notRedriven = "NOT_REDRIVEN"
    }

    enum StatusFilter: String, CaseIterable {
        case succeeded = "SUCCEEDED"
        case timedOut = "TIMED_OUT"
        case pendingRedrive = "PENDING_REDRIVE"
        case aborted = "ABORTED"
        case failed = "FAILED"
        case running = "RUNNING"
    }

    let machineARN: String?
    let mapRunARN: String?
    let status: StatusFilter?
    let redrive: RedriveFilter?
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        machineARN = try request.string("stateMachineArn", [.arn])
        mapRunARN = try request.string("mapRunArn", [.longARN])
        status = try request.choice("statusFilter", of: StatusFilter.self)
        redrive = try request.choice("redriveFilter", of: RedriveFilter.self)
        page = try PageRequest(reading: &request, tokenLength: 1...3096)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let offset = try page.offset(of: Self.name)
        let rows: [ExecutionRow]
        switch (machineARN, mapRunARN) {
        case (let machine?, nil):
            let arn = try ARN(machine, of: "stateMachine")
            rows = try await service.store.read { db in try executions(of: arn, offset: offset, db) }
        case (nil, let mapRun?):
            _ = try ARN(mapRun, of: "mapRun")
            rows = try await service.store.read { db in
                guard try MapRunRow.fetch(mapRun, db) != nil else { throw APIError.noResource(mapRun) }
                return try fetch("mapRunARN = ?", [mapRun], offset: offset, db)
            }
        default:
            throw APIError.validation("You must specify either a stateMachineArn or a mapRunArn")
        }
        return page.answer("executions", rows, offset: offset, of: Self.name, \.listItem)
    }

    private func executions(of arn: ARN, offset: Int, _ db: Database) throws -> [ExecutionRow] {
        let machine = try StateMachineRecord.require(arn.unqualified.description, db)
        guard machine.kind == .standard else { throw APIError.typeNotSupported }
        let condition = "stateMachineARN = ? AND mapRunARN IS NULL AND startedAt >= ?"
        let arguments: StatementArguments = [machine.arn, machine.createdAt.millisecondsSinceEpoch]
        guard let qualifier = arn.qualifier else { return try fetch(condition, arguments, offset: offset, db) }
        if Int(qualifier) == nil {
            guard try AliasRecord.fetch(arn.description, db) != nil else {
                throw APIError.noStateMachine(arn.description)
            }
            return try fetch(condition + " AND aliasARN = ?", arguments + [arn.description], offset: offset, db)
        }
        guard try VersionRecord.fetch(arn.description, db) != nil else {
            throw APIError.noStateMachine(arn.description)
        }
        return try fetch(condition + " AND versionARN = ?", arguments + [arn.description], offset: offset, db)
    }

    /// The newest first.
    private func fetch(
        _ condition: String,
        _ arguments: StatementArguments,
        offset: Int,
        _ db: Database
    ) throws -> [ExecutionRow] {
        var condition = condition
        var arguments = arguments
        if let status {
            condition += " AND status = ?"
            arguments += [status.rawValue]
        }
        switch redrive {
        case .redriven?: condition += " AND redriveCount > 0"
        case .notRedriven?: condition += " AND redriveCount = 0"
        case nil: break
        }
        arguments += [page.size + 1, offset]
        return try ExecutionRow.fetchAll(
            db,
            sql: "SELECT * FROM execution WHERE \(condition) ORDER BY id DESC LIMIT ? OFFSET ?",
            arguments: arguments
        )
    }
}

extension ExecutionRow {
    fileprivate var listItem: JSONValue {
        .object(
            JSONObject(present: [
                ("executionArn", .string(arn)),
                ("stateMachineArn", .string(stateMachineARN)),
                ("name", .string(name)),
                ("status", .string(status.rawValue)),
                ("startDate", .timestamp(startedAt)),
                ("stopDate", .timestamp(stoppedAt)),
                ("mapRunArn", .string(mapRun?.mapRunARN)),
                ("itemCount", mapRun.map { .integer($0.itemCount) }),
                ("stateMachineVersionArn", .string(versionARN)),
                ("stateMachineAliasArn", .string(aliasARN)),
                ("redriveCount", .integer(redriveCount)),
                ("redriveDate", .timestamp(redrivenAt)),
            ])
        )
    }
}
