// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html>.
struct TagResource: APIAction {
    let arn: String
    let tags: [TagRecord]

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("resourceArn", [.arn])
        tags = try request.tags() ?? []
        request.require("tags")
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine", "activity")
        try await service.store.write { db in
            guard try TagRecord.exists(arn, db) else { throw APIError.noResource(arn) }
            try TagRecord.put(tags, on: arn, db)
        }
        return [:]
    }
}

extension RequestReader {
    /// The member `tags` of the actions that have one.
    mutating func tags() throws(APIError) -> [TagRecord]? {
        try list("tags") { tag throws(APIError) in
            TagRecord(
                key: try tag.requiredString("key", [.length(1...128)]),
                value: try tag.requiredString("value", [.length(0...256)])
            )
        }
    }
}
