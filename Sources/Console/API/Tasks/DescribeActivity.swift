// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html>.
struct DescribeActivity: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("activityArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "activity")
        guard let activity = try await service.store.read({ db in try ActivityRecord.fetch(arn, db) }) else {
            throw APIError.noActivity(arn)
        }
        return JSONObject(present: [
            ("activityArn", .string(activity.arn)),
            ("name", .string(activity.name)),
            ("creationDate", .timestamp(activity.createdAt)),
            ("encryptionConfiguration", try JSONValue(parsing: activity.encryption)),
        ])
    }
}
