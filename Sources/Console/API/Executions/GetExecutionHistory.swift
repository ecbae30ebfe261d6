// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// The action of <https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html>.
struct GetExecutionHistory: APIAction {
    let arn: String
    let page: PageRequest
    let isReversed: Bool
    let includesData: Bool

    init(reading request: inout RequestReader) throws(APIError) {
        arn = try request.requiredString("executionArn", [.arn])
        page = try PageRequest(reading: &request)
        isReversed = try request.bool("reverseOrder") ?? false
        includesData = try request.bool("includeExecutionData") ?? true
    }

    func run(in service: StepFunctionsService) async throws -> JSONObject {
        let parsed = try ARN(arn, of: "execution", "express")
        guard parsed.kind == "execution" else { throw APIError.noExecution(arn) }
        // A token holds the id from which a page goes on, so that events that are added meanwhile do no harm.
        let token = try PageToken(page.token, of: Self.name)
        let (events, next) = try await service.store.read { db in
            let execution = try ExecutionRow.require(arn, db)
            let count = try HistoryTable.count(of: execution.id, db)
            let ids = isReversed ? reversedIDs(from: token?.position ?? count) : ids(from: token?.position ?? 1, count)
            let events = try HistoryTable.events(ids, of: execution.id, db)
            let next = isReversed ? ids.lowerBound - 1 : ids.upperBound
            return (events, (isReversed ? next >= 1 : next <= count) ? next : nil)
        }
        let shown = includesData ? events : events.map(Self.withoutData)
        return JSONObject(present: [
            ("events", .array(isReversed ? shown.reversed() : shown)),
            ("nextToken", next.map { .string(PageToken(position: $0).text(of: Self.name)) }),
        ])
    }

    private func ids(from first: Int, _ count: Int) -> Range<Int> {
        max(1, first)..<max(max(1, first), min(first + page.size, count + 1))
    }

    private func reversedIDs(from last: Int) -> Range<Int> {
        max(1, last - page.size + 1)..<max(1, last + 1)
    }

    private static func withoutData(_ event: JSONValue) -> JSONValue {
        (try? HistoryEvent(json: event))?.json(includingData: false) ?? event
    }
}
