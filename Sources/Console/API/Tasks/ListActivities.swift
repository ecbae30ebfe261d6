// SPDX-License-Identifier: Apache-2.0

import GRDB
import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html>.
struct ListActivities: APIAction {
    let region: String
    let page: PageRequest

    init(reading request: inout RequestReader) throws(APIError) {
        region = request.region
        page = try PageRequest(reading: &request)
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let offset = try page.offset(of: Self.name)
        let prefix = service.arn(region: region, kind: "activity", "").description
        let activities = try await service.store.read { db in
            try ActivityRecord.fetchAll(
                db,
                sql: "SELECT * FROM activity WHERE substr(arn, 1, ?) = ? ORDER BY createdAt, arn LIMIT ? OFFSET ?",
                arguments: [prefix.utf8.count, prefix, page.size + 1, offset]
            )
        }
        return page.answer("activities", activities, offset: offset, of: Self.name) { activity in
            [
                "activityArn": .string(activity.arn), "name": .string(activity.name),
                "creationDate": .timestamp(activity.createdAt),
            ]
        }
    }
}
