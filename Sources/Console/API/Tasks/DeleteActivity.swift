// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html>.
struct DeleteActivity: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("activityArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "activity")
        try await service.store.write { db in
            try db.execute(sql: "DELETE FROM activity WHERE arn = ?", arguments: [arn])
            try db.execute(sql: "DELETE FROM tag WHERE resourceARN = ?", arguments: [arn])
        }
        return [:]
    }
}
