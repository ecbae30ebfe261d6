// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Waits for a task; the answer is empty when none came within a minute.
///
/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html>.
struct GetActivityTask: APIAction {
    let arn: String
    let workerName: String?

    private static let longestWait = Duration.seconds(60)

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("activityArn", [.arn])
        workerName = try request.string("workerName", [.name])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "activity")
        guard try await service.store.read({ db in try ActivityRecord.fetch(arn, db) != nil }) else {
            throw APIError.noActivity(arn)
        }
        let task = await service.activities.poll(activityARN: arn, workerName: workerName, timeout: Self.longestWait)
        return JSONObject(present: [("taskToken", .string(task?.taskToken)), ("input", .string(task?.input))])
    }
}
