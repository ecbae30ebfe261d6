// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html>.
struct ListMapRuns: APIAction {
    let arn: String
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        page = try PageRequest(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "execution")
        let offset = try page.offset(of: Self.name)
        let mapRuns = try await service.store.read { db in
            _ = try ExecutionRow.require(arn, db)
            return try MapRunRow.fetchAll(
                db,
                sql:
                    "SELECT * FROM mapRun WHERE executionARN = ? ORDER BY startedAt DESC, number DESC LIMIT ? OFFSET ?",
                arguments: [arn, page.size + 1, offset]
            )
        }
        return page.answer("mapRuns", mapRuns, offset: offset, of: Self.name) { mapRun in
            .object(
                JSONObject(present: [
                    ("executionArn", .string(mapRun.executionARN)),
                    ("mapRunArn", .string(mapRun.arn)),
                    ("stateMachineArn", .string(mapRun.stateMachineARN)),
                    ("startDate", .timestamp(mapRun.startedAt)),
                    ("stopDate", .timestamp(mapRun.stoppedAt)),
                ])
            )
        }
    }
}
