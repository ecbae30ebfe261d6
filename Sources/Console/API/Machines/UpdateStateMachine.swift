// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import GRDB
import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html>.
struct UpdateStateMachine: APIAction {
    let arn: String
    let definition: String?
    let roleARN: String?
    let settings: StateMachineSettings

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        definition = try request.string("definition", [.definition])
        roleARN = try request.string("roleArn", [.arn])
        settings = try StateMachineSettings(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        try ARN(arn, of: "stateMachine").refuseLabel()
        let changesAnything =
            definition != nil || roleARN != nil || settings.logging != nil || settings.isTraced != nil
            || settings.encryption != nil
        guard changesAnything else {
            throw APIError(
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified"
            )
        }
        if let roleARN { try RoleARN.check(roleARN) }
        let kind = try await service.store.read { db in try StateMachineRecord.require(arn, db).kind }
        try settings.check()
        if let definition { try service.definitions.check(definition, kind: kind) }
        let now = Timestamp.now
        return try await service.store.write { db in try update(at: now, db) }
    }

    private func update(at now: Timestamp, _ db: Database) throws -> JSONObject {
        var machine = try StateMachineRecord.require(arn, db)
        var revision = machine.revision
        if let definition { revision.definition = definition }
        if let roleARN { revision.roleARN = roleARN }
        if let logging = settings.logging { revision.logging = logging.json.serialized() }
        if let tracing = settings.tracing { revision.tracing = tracing.serialized() }
        if let encryption = settings.encryption { revision.encryption = encryption.json.serialized() }
        if !revision.hasSameContent(as: machine.revision) {
            revision.revisionID = UUID().uuidString.lowercased()
            revision.updatedAt = now
            try revision.insert(for: arn, db)
            machine.revision = revision
            try machine.update(db)
        }
        let version =
            settings.publishes
            ? try VersionRecord.publish(&machine, description: settings.versionDescription, at: now, db) : nil
        return JSONObject(present: [
            ("updateDate", .timestamp(now)),
            ("revisionId", .string(machine.revision.revisionID)),
            ("stateMachineVersionArn", .string(version?.arn)),
        ])
    }
}
