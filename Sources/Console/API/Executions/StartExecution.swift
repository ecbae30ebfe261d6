// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html>.
struct StartExecution: APIAction {
    let arn: String
    let executionName: String?
    let input: String
    let traceHeader: String?

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        executionName = try request.string("name", [.name])
        input = try request.string("input", [request.executionInput]) ?? "{}"
        traceHeader = try request.string("traceHeader", [.length(0...256)])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let target = try await ExecutionTarget.find(arn, in: service.store)
        if let executionName { try ResourceName.check(executionName) }
        let value = try ExecutionInput.parse(input)
        let started = try await service.start(
            target,
            name: executionName,
            input: value,
            inputText: input,
            traceHeader: traceHeader
        )
        return ["executionArn": .string(started.arn), "startDate": .timestamp(started.startedAt)]
    }
}
