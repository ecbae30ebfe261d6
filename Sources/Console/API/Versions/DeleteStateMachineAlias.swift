// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html>.
struct DeleteStateMachineAlias: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineAliasArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine")
        try await service.store.write { db in
            try db.execute(sql: "DELETE FROM alias WHERE arn = ?", arguments: [arn])
        }
        return [:]
    }
}
