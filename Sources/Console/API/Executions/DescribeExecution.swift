// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html>.
struct DescribeExecution: APIAction {
    let arn: String
    let includedData: IncludedData

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        includedData = try request.choice("includedData", of: IncludedData.self) ?? .all
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "execution", "express")
        guard parsed.kind == "execution" else { throw APIError.noExecution(arn) }
        let execution = try await service.store.read { db in try ExecutionRow.require(arn, db) }
        return execution.description(including: includedData)
    }
}

extension ExecutionRow {
    fileprivate func description(including data: IncludedData) -> JSONObject {
        let shows = data == .all
        let (redriveStatus, reason) =
            switch redrivability(at: .now) {
            case .yes: ("REDRIVABLE", String?.none)
            case .no(let reason): ("NOT_REDRIVABLE", reason)
            case .byMapRun: ("REDRIVABLE_BY_MAP_RUN", nil)
            }
        return JSONObject(present: [
            ("executionArn", .string(arn)),
            ("stateMachineArn", .string(stateMachineARN)),
            ("name", .string(name)),
            ("status", .string(status.rawValue)),
            ("startDate", .timestamp(startedAt)),
            ("stopDate", .timestamp(stoppedAt)),
            ("input", shows ? .string(input) : nil),
            ("inputDetails", ["included": .bool(shows)]),
            ("output", shows ? .string(output) : nil),
            ("outputDetails", output == nil ? nil : ["included": .bool(shows)]),
            ("error", .string(error)),
            ("cause", .string(cause)),
            ("traceHeader", .string(traceHeader)),
            ("mapRunArn", .string(mapRun?.mapRunARN)),
            ("stateMachineVersionArn", .string(versionARN)),
            ("stateMachineAliasArn", .string(aliasARN)),
            ("redriveCount", .integer(redriveCount)),
            ("redriveDate", .timestamp(redrivenAt)),
            ("redriveStatus", .string(redriveStatus)),
            ("redriveStatusReason", .string(reason)),
        ])
    }
}
