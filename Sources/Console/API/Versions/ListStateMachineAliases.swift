// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html>.
struct ListStateMachineAliases: APIAction {
    let arn: String
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        page = try PageRequest(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "stateMachine")
        let offset = try page.offset(of: Self.name)
        let aliases = try await service.store.read { db in
            _ = try StateMachineRecord.require(parsed.unqualified.description, db)
            let all = try AliasRecord.fetchAll(of: parsed.unqualified.description, db)
            let wanted =
                parsed.qualifier == nil ? all : all.filter { $0.routing.contains { $0.versionARN == arn } }
            return Array(wanted.dropFirst(offset).prefix(page.size + 1))
        }
        return page.answer("stateMachineAliases", aliases, offset: offset, of: Self.name) { alias in
            ["stateMachineAliasArn": .string(alias.arn), "creationDate": .timestamp(alias.createdAt)]
        }
    }
}
