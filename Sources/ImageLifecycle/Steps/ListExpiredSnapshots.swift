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

    package static let ec2Actions =
        (["ec2:DescribeImages", "ec2:DescribeSnapshots", "ec2:ListImagesInRecycleBin"] + IAMActions.snapshotGuards)
        .sorted()

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
                recycled: try await ec2.recycledImageIDs(for: policy),
                policy: policy,
                now: input.now.date
            ).map { $0.bound(to: context.plan) }
        } catch {
            throw StepError(error)
        }
        if input.page == nil {
            for decision in decisions where !decision.passes { log(decision, context) }
        }
        var tally = input.page?.tally ?? Tally(decisions)
        tally.add(input.results ?? [])
        if let page = input.page, page.cursor == nil { return Output(items: [], cursor: nil, tally: tally) }

        let passing = decisions.filter(\.passes).compactMap(Candidate.init).sorted { $0.place < $1.place }
        let limits = LimitCheck(policy: policy, selected: tally.selected, noun: "snapshots")
        var answers = GuardAnswers()
        if input.page == nil, policy.mode == .enforce {
            answers = try await limits.answers(about: passing, mayGo: mayGo) {
                await GuardAnswers.about($0.map(\.decision.snapshot), guards: $1, ec2: ec2)
            }
        }
        let rest = input.page?.cursor.map { cursor in passing.filter { $0.place > cursor } } ?? passing
        let page = rest.prefix(ListExpiredImages.mostItems)
        let unasked = page.map(\.decision.snapshot).filter { answers.findings(on: $0.snapshotID) == nil }
        answers.merge(await GuardAnswers.about(unasked, guards: policy.guards, ec2: ec2))
        let decided = page.map { $0.decision.answered(answers.findings(on: $0.place.resourceID)) }
        tally.add(decided)
        // Answers and tags may have changed since the first page: no later one takes the run beyond its limits.
        if policy.mode == .enforce { try limits.refuse(retiring: tally.wouldRetire) }
        for decision in decided { log(decision, context) }

        // In report mode everything is said, and nothing is handed on.
        let going = policy.mode == .report ? [] : decided.filter { $0.action == .retire }
        return Output(
            items: going.map { Item(snapshotID: $0.snapshot.snapshotID) },
            cursor: page.count < rest.count ? page.last?.place : nil,
            tally: tally
        )
    }

    private static func mayGo(_ candidate: Candidate, _ answers: GuardAnswers) -> Bool {
        let decision = candidate.decision.answered(answers.findings(on: candidate.place.resourceID))
        return !decision.findings.contains { $0.verdict == .keep }
    }

    private static func log(_ decision: SnapshotDecision, _ context: StepContext) {
        context.decided?(decision.snapshot.snapshotID, decision.findings)
    }

    /// A snapshot that only the guards that cost calls can still keep, with its place in the order.
    private struct Candidate {
        let decision: SnapshotDecision
        let place: PageCursor

        /// nil for a snapshot without a start time, which its age keeps anyway.
        init?(_ decision: SnapshotDecision) {
            guard let place = PageCursor(decision.snapshot) else { return nil }
            self.decision = decision
            self.place = place
        }
    }
}
