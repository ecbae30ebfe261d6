// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html>.
struct DescribeStateMachine: APIAction {
    let arn: String
    let includedData: IncludedData

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        includedData = try request.choice("includedData", of: IncludedData.self) ?? .all
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "stateMachine")
        let (machine, version) = try await service.store.read { db in
            guard parsed.qualifier != nil else { return (try StateMachineRecord.require(arn, db), VersionRecord?.none) }
            guard let version = try VersionRecord.fetch(arn, db) else { throw APIError.noStateMachine(arn) }
            var machine = try StateMachineRecord.require(version.stateMachineARN, db)
            machine.revision = try RevisionRecord.fetch(version.revision, db)
            return (machine, version)
        }
        var answer = JSONObject(present: [
            ("stateMachineArn", .string(arn)),
            ("name", .string(machine.name)),
            ("status", "ACTIVE"),
            ("type", .string(machine.kind.rawValue)),
            ("creationDate", .timestamp(version?.createdAt ?? machine.createdAt)),
            ("description", .string(version?.description)),
        ])
        answer.append(machine.revision.description(including: includedData, service.definitions))
        return answer
    }
}

/// Whether payloads and definitions are told.
enum IncludedData: String, CaseIterable {
    case all = "ALL_DATA"
    case metadataOnly = "METADATA_ONLY"
}

extension RevisionRecord {
    /// The members that `DescribeStateMachine` and `DescribeStateMachineForExecution` share.
    func description(including data: IncludedData, _ definitions: DefinitionLibrary) -> JSONObject {
        let references = data == .all ? definitions.variableReferences(of: self) : nil
        return JSONObject(present: [
            ("definition", .string(data == .all ? definition : "")),
            ("roleArn", .string(roleARN)),
            ("loggingConfiguration", try? JSONValue(parsing: logging)),
            ("tracingConfiguration", try? JSONValue(parsing: tracing)),
            ("encryptionConfiguration", try? JSONValue(parsing: encryption)),
            ("revisionId", .string(revisionID)),
            ("variableReferences", references.map { .object($0) }),
        ])
    }
}

extension JSONObject {
    mutating func append(_ members: JSONObject) {
        for (name, value) in members { self[name] = value }
    }
}
