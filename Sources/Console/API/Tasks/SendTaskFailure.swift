// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html>.
struct SendTaskFailure: APIAction {
    let token: String
    let error: String?
    let cause: String?

    init(reading request: inout RequestReader) throws(APIError) {
        token = try request.requiredString("taskToken", [.taskToken])
        error = try request.string("error", [.length(0...256)])
        cause = try request.string("cause", [.length(0...32_768)])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        try await service.answerTask(token, .failed(ErrorOutput(error: error, cause: cause)))
        return [:]
    }
}
