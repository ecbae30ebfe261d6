// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html>.
struct ListStateMachineVersions: APIAction {
    let arn: String
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        page = try PageRequest(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine")
        let offset = try page.offset(of: Self.name)
        let versions = try await service.store.read { db in
            try VersionRecord.fetchAll(
                db,
                sql: "SELECT * FROM version WHERE stateMachineARN = ? ORDER BY number DESC LIMIT ? OFFSET ?",
                arguments: [arn, page.size + 1, offset]
            )
        }
        return page.answer("stateMachineVersions", versions, offset: offset, of: Self.name) { version in
            ["stateMachineVersionArn": .string(version.arn), "creationDate": .timestamp(version.createdAt)]
        }
    }
}
