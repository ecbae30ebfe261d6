// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html>.
struct UntagResource: APIAction {
    let arn: String
    let keys: [String]

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("resourceArn", [.arn])
        keys = try request.strings("tagKeys") ?? []
        request.require("tagKeys")
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "stateMachine", "activity")
        try await service.store.write { db in
            guard try TagRecord.exists(arn, db) else { throw APIError.noResource(arn) }
            try TagRecord.remove(keys, from: arn, db)
        }
        return [:]
    }
}
