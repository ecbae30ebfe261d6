// SPDX-License-Identifier: Apache-2.0

/// Lists the account's own snapshots, decides about each, and hands on the next page of those that go.
///
/// Pages, cursor and tally are those of `ListExpiredImages`.
package enum ListExpiredSnapshots: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "page": null, "results": []}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        /// The cursor and tally that the call before gave; null or missing on the first call.
        package var page: RunPage?
        /// What became of the items of the call before; null or missing means none.
        package var results: [SnapshotItemResult]?

        package init(
            policy: LifecyclePolicy,
            now: Timestamp,
            page: RunPage? = nil,
            results: [SnapshotItemResult]? = nil
        ) {
            self.policy = policy
            self.now = now
            self.page = page
            self.results = results
        }
    }

    /// What one child execution works on.
    ///
    ///     {"snapshotID": "snap-01"}
    package struct Item: Sendable, Hashable, Codable {
        package var snapshotID: String

        package init(snapshotID: String) {
            self.snapshotID = snapshotID
        }
    }

    /// What the step gives.
    ///
    ///     {"items": [{"snapshotID": "snap-01"}], "cursor": null, "tally": {…}}
    ///
    /// `cursor` is always there, null after the last page. In report mode `items` is always empty.
    package struct Output: Sendable, Hashable, Codable {
        package var items: [Item]
        package var cursor: PageCursor?
        package var tally: Tally

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(items, forKey: .items)
            try container.encode(cursor, forKey: .cursor)
            try container.encode(tally, forKey: .tally)
        }
    }

    package static let ec2Actions = ["ec2:DescribeImages", "ec2:DescribeSnapshots"]

    /// - Throws: `Shelflife.LimitExceeded` on the first call, before anything is handed on.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let policy = input.policy
        let decisions: [SnapshotDecision]
        do {
            decisions = SnapshotDecision.decide(
                try await ec2.allSnapshots(),
                images: try await ec2.allImages(),
                policy: policy,
                now: input.now.date
            ).map { $0.bound(to: context.plan) }
        } catch {
            throw StepError(error)
        }
        if input.page == nil {
            for decision in decisions { context.decided(decision.snapshot.snapshotID, decision.findings) }
        }
        var tally = input.page?.tally ?? Tally(decisions)
        tally.add(input.results ?? [])
        // In report mode everything is said, and nothing is handed on.
        guard policy.mode == .enforce else { return Output(items: [], cursor: nil, tally: tally) }
        if let page = input.page, page.cursor == nil { return Output(items: [], cursor: nil, tally: tally) }

        let going = decisions.filter { $0.action == .retire }.compactMap { PageCursor($0.snapshot) }.sorted()
        let objection = policy.limits.objection(retiring: going.count, of: tally.selected, "snapshots")
        if input.page == nil, let objection {
            throw StepError(.limitExceeded, objection)
        }
        let rest = input.page?.cursor.map { cursor in going.filter { $0 > cursor } } ?? going
        let page = rest.prefix(ListExpiredImages.mostItems)
        return Output(
            items: page.map { Item(snapshotID: $0.resourceID) },
            cursor: page.count < rest.count ? page.last : nil,
            tally: tally
        )
    }
}
