// SPDX-License-Identifier: Apache-2.0

/// Looks at one image again, and deregisters it if still nothing keeps it.
///
/// An image that is gone already is a success: EC2 has no client token for this call, and a retry after a lost answer
/// finds its own work done.
package enum DeregisterImage: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "now": "2026-01-31T23:59:59.123Z",
    ///      "item": {"imageID": "ami-0abc", "snapshotIDs": ["snap-01"]}}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var now: Timestamp
        package var item: ImageItem

        package init(policy: LifecyclePolicy, now: Timestamp, item: ImageItem) {
            self.policy = policy
            self.now = now
            self.item = item
        }
    }

    package enum Outcome: String, Sendable, Hashable, Codable {
        case deregistered
        case alreadyGone
        /// Taken out of use; its grace has begun.
        case marked
        /// Brought back into use, because something keeps it after all.
        case takenBack
        case kept
    }

    /// What the step gives.
    ///
    ///     {"imageID": "ami-0abc", "outcome": "deregistered", "reasons": [], "snapshotIDs": ["snap-01"]}
    ///     {"imageID": "ami-0abc", "outcome": "kept", "reason": "references",
    ///      "reasons": ["references: in use by ec2:Instance arn:…"], "snapshotIDs": ["snap-01"]}
    ///     {"imageID": "ami-0abc", "outcome": "kept", "reason": "references", "notEvaluated": true,
    ///      "reasons": ["references (not evaluated): DescribeImageReferences failed: …"], "snapshotIDs": ["snap-01"]}
    package struct Output: Sendable, Hashable, Codable {
        package var imageID: String
        package var outcome: Outcome
        /// Of a kept image: the first rule that kept it (`Finding.Rule`).
        package var reason: String?
        /// Whether a question that could not be answered keeps it; missing means no.
        package var notEvaluated: Bool?
        /// Everything that keeps the image, as sentences.
        package var reasons: [String]
        /// The snapshots behind the image, as it was last seen.
        package var snapshotIDs: [String]
        /// Of a marked image: when its grace is over.
        package var recoverableUntil: Recoverability?

        package init(
            imageID: String,
            outcome: Outcome,
            reason: String? = nil,
            reasons: [String] = [],
            snapshotIDs: [String]
        ) {
            self.imageID = imageID
            self.outcome = outcome
            self.reason = reason
            self.reasons = reasons
            self.snapshotIDs = snapshotIDs
        }

        init(_ image: ImageItem, keptBy findings: [Finding]) {
            let keepers = findings.filter(\.keeps)
            self.init(
                imageID: image.imageID,
                outcome: .kept,
                reason: keepers.first?.rule.rawValue,
                reasons: keepers.map(\.description),
                snapshotIDs: image.snapshotIDs
            )
            if keepers.first?.verdict == .notEvaluated { notEvaluated = true }
        }
    }

    package static let ec2Actions =
        (["ec2:DeregisterImage", "ec2:DescribeImages"] + IAMActions.guards + IAMActions.retirement).sorted()

    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        guard input.policy.mode == .enforce else {
            return Output(input.item, keptBy: [Finding(.mode, .keep, "report mode retires nothing")])
        }
        let gone = Output(
            imageID: input.item.imageID,
            outcome: .alreadyGone,
            snapshotIDs: input.item.snapshotIDs
        )
        do {
            guard let image = try await ec2.image(input.item.imageID) else { return gone }
            let item = ImageItem(imageID: image.imageID, snapshotIDs: image.snapshotIDs)
            let decision = try await decide(image, input, plan: context.plan, ec2: ec2)
            let ladder = RetireLadder(ec2: ec2, policyName: input.policy.name)
            guard decision.action == .retire else {
                // Who is asked about an image that somebody deregisters meanwhile has no answer. Whoever that is answers
                // for its snapshots: this run has not decided about the image.
                if decision.isUnanswered, await !ec2.gone(among: [image.imageID]).isEmpty {
                    return Output(imageID: image.imageID, outcome: .alreadyGone, snapshotIDs: [])
                }
                context.decided?(item.imageID, decision.findings)
                var output = Output(item, keptBy: decision.findings)
                if let mark = decision.markToTakeBack(by: input.policy.name) {
                    try await ladder.takeBack(image, mark)
                    output.outcome = .takenBack
                }
                return output
            }
            let isOver = RetireMark(image.tags).map { $0.retireAfter <= input.now.date } ?? false
            if let retire = input.policy.retire, !isOver {
                let (mark, done) = try await ladder.mark(image, retire, now: input.now.date)
                let sentence = "grace: \(done.joined(separator: ", ")); goes after \(ISO8601.text(mark.retireAfter))"
                var output = Output(
                    imageID: item.imageID,
                    outcome: .marked,
                    reason: Finding.Rule.grace.rawValue,
                    reasons: [sentence],
                    snapshotIDs: item.snapshotIDs
                )
                output.recoverableUntil = .until(mark.retireAfter)
                return output
            }
            return try await deregister(item, ec2: ec2)
        } catch {
            if error.saysImageIsGone { return gone }
            throw StepError(error)
        }
    }

    private static func decide(
        _ image: Image,
        _ input: Input,
        plan: PlanBinding?,
        ec2: some EC2
    ) async throws(EC2Error) -> ImageDecision {
        let policy = input.policy
        let peers = try await peers(of: image, policy, ec2: ec2)
        let screenings = ImageScreening.screen([image] + peers, policy: policy, now: input.now.date)
        // The image itself comes first.
        let screening = screenings[0].bound(to: plan)
        guard screening.passes else { return screening.decide(nil) }
        let answers = await GuardAnswers.about([image], guards: policy.guards, ec2: ec2)
        let decision = screening.decide(answers.findings(on: image.imageID))
        // What may pass is worth another try of the step; everything else keeps the image.
        if decision.keeper?.verdict == .notEvaluated, let error = answers.passingError(on: image.imageID) {
            throw error
        }
        return decision
    }

    /// The images that the image must be compared with: fewer keep more, so narrow questions are safe.
    private static func peers(
        of image: Image,
        _ policy: LifecyclePolicy,
        ec2: some EC2
    ) async throws(EC2Error) -> [Image] {
        let children = policy.guards.ancestry ? try await ec2.children(of: image.imageID) : []
        let owner = image.tags.value(of: ShelflifeTag.policy)
        guard policy.retain.comparesBackups || owner != nil else { return children }
        // The policy's own backups all carry its name and their source, which spares most of a big account.
        var filters = owner.map { [Filter("tag:\(ShelflifeTag.policy)", [Filter.literal($0)])] } ?? []
        if policy.retain.groupBy == .source, let source = image.tags.value(of: ShelflifeTag.sourceInstance) {
            filters.append(Filter("tag:\(ShelflifeTag.sourceInstance)", [Filter.literal(source)]))
        }
        let known = Set(children.map(\.imageID) + [image.imageID])
        return children + (try await ec2.allImages(filters: filters).filter { !known.contains($0.imageID) })
    }

    private static func deregister(_ item: ImageItem, ec2: some EC2) async throws(EC2Error) -> Output {
        do {
            try await ec2.deregisterImage(item.imageID)
        } catch {
            if error.saysImageIsGone {
                // Whose answer was lost on the first try was our own deregistration.
                let outcome: Outcome = error.mayHaveActed ? .deregistered : .alreadyGone
                return Output(imageID: item.imageID, outcome: outcome, snapshotIDs: item.snapshotIDs)
            }
            // What EC2 says about an image that was protected since we looked.
            guard error.code == "OperationNotPermitted" else { throw error }
            return Output(item, keptBy: [Finding(.deregistrationProtection, .keep, error.description)])
        }
        return Output(imageID: item.imageID, outcome: .deregistered, snapshotIDs: item.snapshotIDs)
    }
}

extension EC2 {
    /// The own images that were made of an image.
    fileprivate func children(of imageID: String) async throws(EC2Error) -> [Image] {
        try await allImages(filters: [Filter("source-image-id", [imageID])]).filter { $0.imageID != imageID }
    }

    /// One own image; nil if it is not registered any more.
    func image(_ imageID: String) async throws(EC2Error) -> Image? {
        var request = DescribeImagesRequest()
        request.imageIDs = [imageID]
        request.maxResults = nil
        do {
            let page = try await describeImages(request)
            return page.items.first { $0.imageID == imageID && $0.state != .deregistered }
        } catch {
            guard error.saysImageIsGone else { throw error }
            return nil
        }
    }
}
