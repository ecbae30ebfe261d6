// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html>.
struct CreateActivity: APIAction {
    let region: String
    let activityName: String
    let tags: [TagRecord]
    let encryption: EncryptionConfiguration

    init(reading request: inout RequestReader) throws(APIError) {
        region = request.region
        activityName = try request.requiredString("name", [.name])
        tags = try request.tags() ?? []
        encryption =
            try request.structure("encryptionConfiguration", EncryptionConfiguration.init(reading:)) ?? .ownedKey
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        try ResourceName.check(activityName)
        try encryption.check()
        let activity = ActivityRecord(
            arn: service.arn(region: region, kind: "activity", activityName).description,
            name: activityName,
            encryption: encryption.json.serialized(),
            createdAt: .now
        )
        let saved = try await service.store.write { db in
            if let existing = try ActivityRecord.fetch(activity.arn, db) {
                guard existing.encryption == activity.encryption else {
                    throw APIError("ActivityAlreadyExists", "Activity Already Exists: '\(activity.arn)'")
                }
                return existing
            }
            try activity.insert(db)
            try TagRecord.put(tags, on: activity.arn, db)
            return activity
        }
        return ["activityArn": .string(saved.arn), "creationDate": .timestamp(saved.createdAt)]
    }
}
