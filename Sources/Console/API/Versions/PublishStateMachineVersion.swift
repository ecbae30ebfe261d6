// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html>.
struct PublishStateMachineVersion: APIAction {
    let arn: String
    let revisionID: String?
    let versionDescription: String?

    /// How AWS calls the revision of a state machine that was never updated.
    private static let initialRevisionID = "INITIAL"

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("stateMachineArn", [.arn])
        revisionID = try request.string("revisionId")
        versionDescription = try request.string("description", [.length(0...256)])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine")
        let now = Timestamp.now
        let version = try await service.store.write { db in
            var machine = try StateMachineRecord.require(arn, db)
            let current = machine.revision.revisionID ?? Self.initialRevisionID
            guard revisionID ?? current == current else {
                throw APIError(
                    "ConflictException",
                    "Failed to publish the State Machine version for revision \(revisionID ?? ""). "
                        + "The current State Machine revision is \(current)."
                )
            }
            return try VersionRecord.publish(&machine, description: versionDescription, at: now, db)
        }
        return ["creationDate": .timestamp(version.createdAt), "stateMachineVersionArn": .string(version.arn)]
    }
}
