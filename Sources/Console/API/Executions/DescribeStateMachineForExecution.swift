// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html>.
struct DescribeStateMachineForExecution: APIAction {
    let arn: String
    let includedData: IncludedData

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        includedData = try request.choice("includedData", of: IncludedData.self) ?? .all
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "execution")
        let (execution, revision) = try await service.store.read { db in
            let execution = try ExecutionRow.require(arn, db)
            // A child of a Map Run runs a part of its parent's definition.
            let parent = try execution.mapRun.flatMap { try MapRunRow.fetch($0.mapRunARN, db)?.executionARN }
            let root = try parent.map { try ExecutionRow.require($0, db) } ?? execution
            return (execution, try RevisionRecord.fetch(root.revision, db))
        }
        let machine = try? ARN(execution.stateMachineARN, of: "stateMachine")
        var answer = JSONObject(present: [
            ("stateMachineArn", .string(execution.stateMachineARN)),
            ("name", .string(machine?.name)),
            ("updateDate", .timestamp(revision.updatedAt)),
            ("mapRunArn", .string(execution.mapRun?.mapRunARN)),
        ])
        answer.append(revision.description(including: includedData, service.definitions))
        return answer
    }
}
