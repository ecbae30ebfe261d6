// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html>.
struct UpdateMapRun: APIAction {
    let arn: String
    let update: MapRunUpdate

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("mapRunArn", [.longARN])
        update = MapRunUpdate(
            maxConcurrency: try request.integer("maxConcurrency", in: 0...Int.max),
            toleratedFailureCount: try request.integer("toleratedFailureCount", in: 0...Int.max),
            toleratedFailurePercentage: try request.double("toleratedFailurePercentage", in: 0...100)
        )
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "mapRun")
        guard let mapRun = try await service.store.read({ db in try MapRunRow.fetch(arn, db) }) else {
            throw APIError.noResource(arn)
        }
        guard mapRun.stoppedAt == nil, let driver = await service.driver(mapRun.executionARN) else {
            throw APIError.validation("Map Run is not in RUNNING state: \(arn)")
        }
        driver.send(.mapRunUpdated(MapRunID(mapRun.number), update))
        return [:]
    }
}
