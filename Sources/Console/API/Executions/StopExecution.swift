// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html>.
struct StopExecution: APIAction {
    let arn: String
    let error: String?
    let cause: String?

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        error = try request.string("error", [.length(0...256)])
        cause = try request.string("cause", [.length(0...32_768)])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "execution", "express")
        guard parsed.kind == "execution" else { throw APIError.typeNotSupported }
        let execution = try await service.store.read { db in try ExecutionRow.require(arn, db) }
        if let stoppedAt = execution.stoppedAt { return ["stopDate": .timestamp(stoppedAt)] }
        await service.stop(arn, ErrorOutput(error: error, cause: cause))
        let stopped = try await service.store.read { db in try ExecutionRow.require(arn, db) }
        return ["stopDate": .timestamp(stopped.stoppedAt ?? .now)]
    }
}
