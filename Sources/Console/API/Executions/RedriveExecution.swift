// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html>.
struct RedriveExecution: APIAction {
    let arn: String
    let clientToken: String?

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        clientToken = try request.string("clientToken", [.length(1...64)])
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        _ = try ARN(arn, of: "execution")
        let execution = try await service.store.read { db in try ExecutionRow.require(arn, db) }
        try execution.checkRedrivable(at: .now)
        let time = try await service.redrive(arn)
        return ["redriveDate": .timestamp(time)]
    }
}

extension ExecutionRow {
    /// - Throws: `ExecutionNotRedrivable`, unless the execution can be redriven by itself.
    func checkRedrivable(at now: Timestamp) throws(APIError) {
        let reason: String
        switch redrivability(at: now) {
        case .yes: return
        case .byMapRun: reason = "Execution is a child of a Map Run and is redriven with its parent"
        case .no(let why): reason = why
        }
        throw APIError("ExecutionNotRedrivable", "Execution Not Redrivable: '\(reason)'")
    }

    /// Whether an execution can go on after its end.
    enum Redrivability {
        case yes
        case no(String)
        /// Children go on with their Map Run only.
        case byMapRun
    }

    /// For how long after its start an execution can be redriven, and how often.
    private static let redrivableDays: Int64 = 14
    private static let redriveLimit = 1000

    func redrivability(at now: Timestamp) -> Redrivability {
        switch status {
        case .running, .succeeded, .pendingRedrive:
            return .no("Execution is \(status.rawValue) and cannot be redriven")
        case .failed, .timedOut, .aborted:
            let age = now.millisecondsSinceEpoch - startedAt.millisecondsSinceEpoch
            if mapRun != nil { return .byMapRun }
            if age > Self.redrivableDays * 86_400_000 {
                return .no("Execution redrivable period exceeded")
            }
            if redriveCount >= Self.redriveLimit {
                return .no("Execution redrive limit exceeded")
            }
            return .yes
        }
    }
}
