// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html>.
struct StartSyncExecution: APIAction {
    let arn: String
    let executionName: String?
    let input: String
    let traceHeader: String?
    let includedData: IncludedData

    /// The smallest amount that AWS bills, in steps of which it bills.
    private static let billedMemoryMB = 64
    private static let billedStepMilliseconds: Int64 = 100

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        executionName = try request.string("name", [.name])
        input = try request.string("input", [request.executionInput]) ?? "{}"
        traceHeader = try request.string("traceHeader", [.length(0...256)])
        includedData = try request.choice("includedData", of: IncludedData.self) ?? .all
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let target = try await ExecutionTarget.find(arn, in: service.store)
        guard target.machine.kind == .express else { throw APIError.typeNotSupported }
        if let executionName { try ResourceName.check(executionName) }
        let value = try ExecutionInput.parse(input)
        let started = try await service.start(
            target,
            name: executionName,
            input: value,
            inputText: input,
            traceHeader: traceHeader
        )
        let outcome = await started.outcome()
        return answer(target, started, outcome, stoppedAt: .now)
    }

    private func answer(
        _ target: ExecutionTarget,
        _ started: StartedExecution,
        _ outcome: ExecutionOutcome,
        stoppedAt: Timestamp
    ) -> JSONObject {
        let duration = stoppedAt.millisecondsSinceEpoch - started.startedAt.millisecondsSinceEpoch
        let step = Self.billedStepMilliseconds
        let billed = max(1, (duration + step - 1) / step) * step
        let output = outcome.output?.serialized()
        let shows = includedData == .all
        return JSONObject(present: [
            ("executionArn", .string(started.arn)),
            ("stateMachineArn", .string(target.machine.arn)),
            ("name", .string(started.name)),
            ("startDate", .timestamp(started.startedAt)),
            ("stopDate", .timestamp(stoppedAt)),
            ("status", .string(outcome.status.rawValue)),
            ("error", .string(outcome.failure?.error)),
            ("cause", .string(outcome.failure?.cause)),
            ("input", shows ? .string(input) : nil),
            ("inputDetails", ["included": .bool(shows)]),
            ("output", shows ? .string(output) : nil),
            ("outputDetails", output == nil ? nil : ["included": .bool(shows)]),
            ("traceHeader", .string(traceHeader)),
            (
                "billingDetails",
                [
                    "billedDurationInMilliseconds": .integer(billed),
                    "billedMemoryUsedInMB": .integer(Self.billedMemoryMB),
                ]
            ),
        ])
    }
}

extension APIError {
    static let typeNotSupported = APIError(
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine"
    )
}
