// SPDX-License-Identifier: Apache-2.0

/// Lists the account's own images, decides about each, and hands on the next page of those that go.
///
/// Called once a page: first with `"page": null`, then with the cursor and the tally of the call before and the
/// results of its items. A cursor of null says that this was the last page; an empty page may still have a next one.
/// The order is that of creation, so that deletions between pages neither skip nor repeat an image.
package enum ListExpiredImages: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "page": null, "results": []}
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z",
    ///      "page": {"cursor": "2025-12-01T04:00:00Z/ami-0abc", "tally": {…}}, "results": [{…}]}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        /// When the execution started, so that every page and every retry decides alike.
        package var now: Timestamp
        /// The cursor and tally that the call before gave; null or missing on the first call.
        package var page: Page?
        /// What became of the items of the call before; null or missing means none.
        package var results: [ItemResult]?

        package init(
            policy: LifecyclePolicy,
            now: Timestamp,
            page: Page? = nil,
            results: [ItemResult]? = nil
        ) {
            self.policy = policy
            self.now = now
            self.page = page
            self.results = results
        }
    }

    package typealias Page = RunPage

    /// What the step gives.
    ///
    ///     {"items": [{"imageID": "ami-0abc", "snapshotIDs": ["snap-01"]}],
    ///      "cursor": "2025-12-01T04:00:00Z/ami-0abc", "tally": {…}}
    ///
    /// `cursor` is always there, null after the last page. In report mode `items` is always empty.
    package struct Output: Sendable, Hashable, Codable {
        package var items: [ImageItem]
        package var cursor: PageCursor?
        package var tally: Tally

        package init(items: [ImageItem], cursor: PageCursor?, tally: Tally) {
            self.items = items
            self.cursor = cursor
            self.tally = tally
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(items, forKey: .items)
            try container.encode(cursor, forKey: .cursor)
            try container.encode(tally, forKey: .tally)
        }
    }

    /// A page's items at most, so that the items and their results fit a state of 262,144 bytes.
    package static let mostItems = 1000
    /// The bytes of a page's items at most.
    package static let mostItemBytes = 150_000

    package static let ec2Actions = (["ec2:DescribeImages"] + IAMActions.guards).sorted()

    /// - Throws: `Shelflife.LimitExceeded` on the first call, before anything is handed on.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let policy = input.policy
        try policy.checkForImages()
        let isFirstPage = input.page == nil
        let (screenings, unselected) = try await screen(input, ec2: ec2, context: context)
        let candidates = screenings.filter { screening in
            // Marked ones that something keeps are brought back into use by the same step.
            screening.passes || screening.markToTakeBack(by: policy.name) != nil
        }
        .compactMap(Candidate.init).sorted { $0.place < $1.place }

        if isFirstPage {
            for screening in screenings where !screening.passes {
                context.decided?(screening.image.imageID, screening.findings)
            }
        }
        var tally = input.page?.tally ?? Tally(selected: screenings, unselected: unselected)
        tally.add(input.results ?? [])
        // A page without a cursor is the last one; asked once more, there is nothing left.
        if let page = input.page, page.cursor == nil { return Output(items: [], cursor: nil, tally: tally) }

        let limits = LimitCheck(policy: policy, selected: tally.selected, noun: "images")
        var answers = GuardAnswers()
        if isFirstPage, policy.mode == .enforce {
            answers = try await limits.answers(about: candidates.filter(\.screening.passes), mayGo: mayGo) {
                await GuardAnswers.about($0.map(\.screening.image), guards: $1, ec2: ec2)
            }
        }
        let rest = input.page?.cursor.map { cursor in candidates.filter { $0.place > cursor } } ?? candidates
        var page = Candidate.firstPage(of: rest)
        let cursor = page.count < rest.count ? page.last?.place : nil
        let passing = page.map(\.screening).filter(\.passes).map(\.image)
        let unasked = passing.filter { answers.findings(on: $0.imageID) == nil }
        answers.merge(await GuardAnswers.about(unasked, guards: policy.guards, ec2: ec2))
        var decisions = page.map { $0.screening.decide(answers.findings(on: $0.item.imageID)) }
        // Who is asked about an image that somebody deregisters meanwhile has no answer.
        let gone = await ec2.gone(among: decisions.filter(\.isUnanswered).map(\.image.imageID))
        page.removeAll { gone.contains($0.item.imageID) }
        decisions.removeAll { gone.contains($0.image.imageID) }
        tally.scanned -= gone.count
        tally.selected -= gone.count
        for imageID in gone.sorted() { context.log("\(imageID): gone while it was asked about", [:]) }
        // What the screening keeps was counted when the run began.
        tally.add(zip(page, decisions).filter { $0.0.screening.passes }.map(\.1))
        let takenBack = decisions.filter { $0.markToTakeBack(by: policy.name) != nil }.map(\.image.imageID)
        if policy.mode == .enforce { tally.wouldTakeBack += takenBack.count }
        // Answers and tags may have changed since the first page: no later one takes the run beyond its limits.
        if policy.mode == .enforce { try limits.refuse(retiring: tally.wouldRetire) }
        log(decisions, context)

        let retiring = Set(decisions.filter { $0.action == .retire }.map(\.image.imageID) + takenBack)
        let items = policy.mode == .report ? [] : page.map(\.item).filter { retiring.contains($0.imageID) }
        return Output(items: items, cursor: cursor, tally: tally)
    }

    /// Screens the images that the policy is about, and counts all others.
    private static func screen(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> (selected: [ImageScreening], unselected: Int) {
        var survey = ImageSurvey(input.policy)
        let isToldOf = input.page == nil && context.decided != nil
        var unselected: [(imageID: String, finding: Finding)] = []
        do {
            try await ec2.eachImage { image in
                if let finding = survey.add(image), isToldOf { unselected.append((image.imageID, finding)) }
            }
        } catch {
            throw StepError(error)
        }
        for (imageID, finding) in unselected { context.decided?(imageID, [finding]) }
        return (survey.screenings(now: input.now.date).map { $0.bound(to: context.plan) }, survey.unselected)
    }

    private static func mayGo(_ candidate: Candidate, _ answers: GuardAnswers) -> Bool {
        let decision = candidate.screening.decide(answers.findings(on: candidate.item.imageID))
        return !decision.findings.contains { $0.verdict == .keep }
    }

    private static func log(_ decisions: [ImageDecision], _ context: StepContext) {
        for decision in decisions {
            context.decided?(decision.image.imageID, decision.findings)
            context.log(
                "\(decision.image.imageID): \(decision.action.rawValue)",
                ["findings": decision.findings.map(\.description).joined(separator: "; ")]
            )
        }
    }
}
