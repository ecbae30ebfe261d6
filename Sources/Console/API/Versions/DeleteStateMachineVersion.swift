// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html>.
struct DeleteStateMachineVersion: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineVersionArn", [.longARN])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "stateMachine")
        guard parsed.qualifier.flatMap(Int.init) != nil else {
            throw APIError.validation("The ARN is not the ARN of a state machine version: \(arn)")
        }
        try await service.store.write { db in
            let aliases = try AliasRecord.fetchAll(of: parsed.unqualified.description, db)
                .filter { $0.routing.contains { $0.versionARN == arn } }
            guard aliases.isEmpty else {
                throw APIError(
                    "ConflictException",
                    "Version to be deleted must not be referenced by an alias. "
                        + "Current list of aliases referencing this version: [\(aliases.map(\.name).joined(separator: ", "))]"
                )
            }
            try db.execute(sql: "DELETE FROM version WHERE arn = ?", arguments: [arn])
        }
        return [:]
    }
}
