// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html>.
struct CreateStateMachine: APIAction {
    let region: String
    let stateMachineName: String
    let definition: String
    let roleARN: String
    let kind: StateMachineRecord.Kind
    let tags: [TagRecord]
    let settings: StateMachineSettings

    init(reading request: inout RequestReader) throws(APIError) {
        region = request.region
        stateMachineName = try request.requiredString("name", [.name])
        definition = try request.requiredString("definition", [.definition])
        roleARN = try request.requiredString("roleArn", [.arn])
        kind = try request.choice("type", of: StateMachineRecord.Kind.self) ?? .standard
        tags = try request.tags() ?? []
        settings = try StateMachineSettings(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        try ResourceName.check(stateMachineName)
        try RoleARN.check(roleARN)
        try settings.check()
        try service.definitions.check(definition, kind: kind)
        let arn = service.arn(region: region, kind: "stateMachine", stateMachineName).description
        let now = Timestamp.now
        let revision = RevisionRecord(
            id: 0,
            revisionID: nil,
            definition: definition,
            roleARN: roleARN,
            logging: (settings.logging ?? .off).json.serialized(),
            tracing: (settings.tracing ?? ["enabled": false]).serialized(),
            encryption: (settings.encryption ?? .ownedKey).json.serialized(),
            updatedAt: now
        )
        return try await service.store.write { db in
            if let existing = try StateMachineRecord.fetch(arn, db) {
                return try answer(to: existing, repeating: revision, db)
            }
            var revision = revision
            try revision.insert(for: arn, db)
            var machine = StateMachineRecord(
                arn: arn,
                name: stateMachineName,
                kind: kind,
                createdAt: now,
                revision: revision,
                lastVersion: 0
            )
            try machine.insert(db)
            try TagRecord.put(tags, on: arn, db)
            let version =
                settings.publishes
                ? try VersionRecord.publish(&machine, description: settings.versionDescription, at: now, db) : nil
            return answer(machine, version)
        }
    }

    /// Creating the same again is no error; roles and tags do not count.
    private func answer(
        to existing: StateMachineRecord,
        repeating revision: RevisionRecord,
        _ db: Database
    ) throws -> JSONObject {
        var asked = revision
        asked.roleARN = existing.revision.roleARN
        let version = try VersionRecord.fetch(ofRevision: existing.revision.id, db)
        let isSame =
            asked.hasSameContent(as: existing.revision) && existing.kind == kind
            && (version != nil) == settings.publishes && version?.description == settings.versionDescription
        guard isSame else {
            throw APIError("StateMachineAlreadyExists", "State Machine Already Exists: '\(existing.arn)'")
        }
        return answer(existing, version)
    }

    private func answer(_ machine: StateMachineRecord, _ version: VersionRecord?) -> JSONObject {
        JSONObject(present: [
            ("stateMachineArn", .string(machine.arn)),
            ("creationDate", .timestamp(machine.createdAt)),
            ("stateMachineVersionArn", .string(version?.arn)),
        ])
    }
}
