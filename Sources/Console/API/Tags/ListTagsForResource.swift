// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html>.
struct ListTagsForResource: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("resourceArn", [.arn])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine", "activity")
        let tags = try await service.store.read { db in
            guard try TagRecord.exists(arn, db) else { throw APIError.noResource(arn) }
            return try TagRecord.fetchAll(of: arn, db)
        }
        return ["tags": .array(tags.map(\.json))]
    }
}
