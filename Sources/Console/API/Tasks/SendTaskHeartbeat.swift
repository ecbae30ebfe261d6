// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html>.
struct SendTaskHeartbeat: APIAction {
    let token: String

    init(reading request: inout RequestReader) throws(APIError) {
        token = try request.requiredString("taskToken", [.taskToken])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let (executionARN, task) = try await service.openTask(token)
        guard await service.send(.taskProgressed(task, .heartbeat), to: executionARN) else {
            throw APIError.taskTimedOut
        }
        return [:]
    }
}
