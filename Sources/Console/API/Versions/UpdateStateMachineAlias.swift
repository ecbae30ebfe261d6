// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html>.
struct UpdateStateMachineAlias: APIAction {
    let arn: String
    let aliasDescription: String?
    let routing: [AliasRecord.Route]?

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineAliasArn", [.arn])
        aliasDescription = try request.string("description", [.length(0...256)])
        routing = try AliasRouting.read(&request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine")
        guard aliasDescription != nil || routing != nil else {
            throw APIError.validation("Either the description or the routing configuration must be specified")
        }
        let machine = try routing.map { routing throws(APIError) in try AliasRouting.check(routing) }
        let now = Timestamp.now
        try await service.store.write { db in
            guard var alias = try AliasRecord.fetch(arn, db) else {
                throw APIError("ResourceNotFound", "Request references a resource that does not exist.")
            }
            if let routing {
                guard machine?.description == alias.stateMachineARN else {
                    throw AliasRouting.ofDifferentMachines(routing)
                }
                try AliasRouting.checkVersionsExist(routing, db)
                alias.routing = routing
            }
            if let aliasDescription { alias.description = aliasDescription }
            alias.updatedAt = now
            try alias.save(db)
        }
        return ["updateDate": .timestamp(now)]
    }
}
