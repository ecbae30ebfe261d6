// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html>.
struct ListStateMachines: APIAction {
    let region: String
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        region = request.region
        page = try PageRequest(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let offset = try page.offset(of: Self.name)
        let prefix = service.arn(region: region, kind: "stateMachine", "").description
        let machines = try await service.store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT arn, name, type, createdAt FROM stateMachine WHERE substr(arn, 1, ?) = ?
                    ORDER BY name LIMIT ? OFFSET ?
                    """,
                arguments: [prefix.utf8.count, prefix, page.size + 1, offset]
            ).map { row in
                JSONValue.object([
                    "stateMachineArn": .string(row["arn"] as String),
                    "name": .string(row["name"] as String),
                    "type": .string(row["type"] as String),
                    "creationDate": .timestamp(row.timestamp("createdAt")),
                ])
            }
        }
        return page.answer("stateMachines", machines, offset: offset, of: Self.name) { $0 }
    }
}
