// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html>.
struct DescribeStateMachineAlias: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineAliasArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine")
        guard let alias = try await service.store.read({ db in try AliasRecord.fetch(arn, db) }) else {
            throw APIError("ResourceNotFound", "Request references a resource that does not exist.")
        }
        return JSONObject(present: [
            ("stateMachineAliasArn", .string(alias.arn)),
            ("name", .string(alias.name)),
            ("description", .string(alias.description)),
            ("routingConfiguration", .array(alias.routing.map(\.json))),
            ("creationDate", .timestamp(alias.createdAt)),
            ("updateDate", .timestamp(alias.updatedAt)),
        ])
    }
}
