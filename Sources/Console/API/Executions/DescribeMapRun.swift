// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html>.
struct DescribeMapRun: APIAction {
    let arn: String

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("mapRunArn", [.longARN])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "mapRun")
        guard let mapRun = try await service.store.read({ db in try MapRunRow.fetch(arn, db) }) else {
            throw APIError.noResource(arn)
        }
        return try await service.current(mapRun).description
    }
}
