// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html>.
struct SendTaskSuccess: APIAction {
    let token: String
    let output: String

    init(reading request: inout RequestReader) throws(APIError) {
        token = try request.requiredString("taskToken", [.taskToken])
        output = try request.requiredString("output", [.data])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try await service.openTask(token)
        guard let value = try? JSONValue(parsing: output) else {
            let problem = JSONComplaint(about: output)?.problem ?? "Invalid task output."
            throw APIError("InvalidOutput", "Invalid Output: '\(problem)'")
        }
        try await service.answerTask(token, .succeeded(value))
        return [:]
    }
}
