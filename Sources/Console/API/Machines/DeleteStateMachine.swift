// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// Running executions go on to their end, as on AWS; versions and aliases go with their state machine.
///
/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html>.
struct DeleteStateMachine: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "stateMachine")
        try parsed.refuseLabel()
        guard parsed.qualifier == nil else {
            throw APIError.validation("The ARN must not be qualified by a version or an alias: \(arn)")
        }
        try await service.store.write { db in
            try db.execute(sql: "DELETE FROM alias WHERE stateMachineARN = ?", arguments: [arn])
            try db.execute(sql: "DELETE FROM stateMachine WHERE arn = ?", arguments: [arn])
            try db.execute(sql: "DELETE FROM tag WHERE resourceARN = ?", arguments: [arn])
        }
        return [:]
    }
}
