// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// What a whole run gave: the loop of the state machine in a few lines.
struct Run {
    var items: [ImageItem] = []
    var results: [ItemResult] = []
    var pages = 0
    var report: ReportRun.Output

    /// Lists, retires and reports, page by page; `betweenPages` happens after a page was listed.
    static func perform(
        _ policy: LifecyclePolicy,
        on ec2: FakeEC2,
        now: Date = now,
        betweenPages: (ListExpiredImages.Output) async -> Void = { _ in }
    ) async throws -> Run {
        var page: ListExpiredImages.Page?
        var pageResults: [ItemResult] = []
        var items: [ImageItem] = []
        var results: [ItemResult] = []
        var pages = 0
        repeat {
            let listed = try await ListExpiredImages.run(
                .init(policy: policy, now: Timestamp(now), page: page, results: pageResults),
                ec2: ec2,
                context: StepContext()
            )
            pages += 1
            items += listed.items
            await betweenPages(listed)
            pageResults = []
            for item in listed.items {
                pageResults.append(try await retire(item, policy, on: ec2, now: now))
            }
            results += pageResults
            page = try JSONDecoder().decode(ListExpiredImages.Page.self, from: JSONEncoder().encode(listed))
        } while page?.cursor != nil
        let report = try await ReportRun.run(
            .init(
                policy: policy,
                now: Timestamp(now),
                execution: "test-run",
                page: page ?? .init(cursor: nil, tally: Tally()),
                results: pageResults
            ),
            ec2: ec2,
            context: StepContext()
        )
        return Run(items: items, results: results, pages: pages, report: report)
    }

    static func retire(
        _ item: ImageItem,
        _ policy: LifecyclePolicy,
        on ec2: FakeEC2,
        now: Date = now
    ) async throws -> ItemResult {
        do {
            let deregistered = try await DeregisterImage.run(
                .init(policy: policy, now: Timestamp(now), item: item),
                ec2: ec2,
                context: StepContext()
            )
            return try await DeleteImageSnapshots.run(
                .init(policy: policy, item: item, deregistered: deregistered),
                ec2: ec2,
                context: StepContext()
            ).result
        } catch {
            var result = ItemResult(imageID: item.imageID, outcome: .failed)
            result.error = error.type
            return result
        }
    }
}
