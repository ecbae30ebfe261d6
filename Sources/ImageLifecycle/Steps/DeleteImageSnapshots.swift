// SPDX-License-Identifier: Apache-2.0

/// Deletes the snapshots behind an image that is gone, but for those that something still needs.
///
/// Each is taken by itself: what happens to one never hides the rest. The last step of an item.
package enum DeleteImageSnapshots: Step {
    /// What the step takes.
    ///
    ///     {"policy": {…}, "item": {"imageID": "ami-0abc", "snapshotIDs": ["snap-01"]},
    ///      "deregistered": {"imageID": "ami-0abc", "outcome": "deregistered", "reasons": [],
    ///                       "snapshotIDs": ["snap-01"]}}
    package struct Input: Sendable, Decodable {
        package var policy: LifecyclePolicy
        package var item: ImageItem
        /// What `DeregisterImage` gave.
        package var deregistered: DeregisterImage.Output

        package init(policy: LifecyclePolicy, item: ImageItem, deregistered: DeregisterImage.Output) {
            self.policy = policy
            self.item = item
            self.deregistered = deregistered
        }
    }

    package enum Outcome: String, Sendable, Hashable, Codable {
        case deleted
        /// Not among the account's snapshots any more.
        case alreadyGone
        case kept
        case failed
    }

    /// What became of one snapshot.
    ///
    ///     {"snapshotID": "snap-01", "outcome": "deleted", "sizeGiB": 8}
    ///     {"snapshotID": "snap-02", "outcome": "kept", "reason": "ami-0def uses it too", "sizeGiB": 8}
    package struct SnapshotResult: Sendable, Hashable, Codable {
        package var snapshotID: String
        package var outcome: Outcome
        package var reason: String?
        /// Of a kept one: whether that was because a question could not be answered; missing means no.
        package var notEvaluated: Bool?
        /// The size of the volume behind it, the most that can be freed; missing if the snapshot was not found.
        package var sizeGiB: Int?

        package init(snapshotID: String, outcome: Outcome, reason: String? = nil, sizeGiB: Int? = nil) {
            self.snapshotID = snapshotID
            self.outcome = outcome
            self.reason = reason
            self.sizeGiB = sizeGiB
        }
    }

    /// What the step gives.
    ///
    ///     {"imageID": "ami-0abc", "snapshots": [{…}], "result": {"imageID": "ami-0abc", "outcome": "retired", …}}
    ///
    /// `result` alone is what the item hands back to the run.
    package struct Output: Sendable, Hashable, Codable {
        package var imageID: String
        package var snapshots: [SnapshotResult]
        package var result: ItemResult
    }

    package static let ec2Actions =
        (["ec2:DeleteSnapshot", "ec2:DescribeImages", "ec2:DescribeSnapshotAttribute", "ec2:DescribeSnapshots"]
            + ["ec2:ListImagesInRecycleBin", "ec2:ListSnapshotsInRecycleBin"])

    /// - Throws: `Shelflife.SnapshotInUse` while the deregistered image itself still holds a snapshot, and what EC2
    ///   throttles or cannot do now: all the others have been dealt with by then, and the next try finds them gone.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let image = input.deregistered
        guard input.policy.mode == .enforce, image.outcome.meansGone else { return output(image, []) }
        let sweep: SnapshotSweep
        do {
            sweep = try await SnapshotSweep(
                of: image.snapshotIDs,
                behind: image.imageID,
                policy: input.policy,
                ec2: ec2
            )
        } catch {
            throw StepError(error)
        }
        var results: [SnapshotResult] = []
        var later: StepError?
        for snapshotID in image.snapshotIDs {
            if let finding = context.plan?.finding(on: snapshotID) {
                results.append(SnapshotResult(snapshotID: snapshotID, outcome: .kept, reason: finding.description))
                continue
            }
            do {
                results.append(try await sweep.delete(snapshotID, ec2: ec2))
            } catch {
                later = later ?? error
            }
        }
        for result in results {
            context.log("\(result.snapshotID): \(result.outcome.rawValue)", ["reason": result.reason ?? ""])
        }
        if let later { throw later }
        var output = output(image, results)
        if image.outcome == .deregistered {
            let gone = results.filter { $0.outcome == .deleted || $0.outcome == .alreadyGone }.map(\.snapshotID)
            output.result.recoverableUntil = await .of(imageID: image.imageID, snapshotIDs: gone, ec2: ec2)
        }
        return output
    }

    private static func output(_ image: DeregisterImage.Output, _ snapshots: [SnapshotResult]) -> Output {
        var result = ItemResult(imageID: image.imageID, outcome: ItemResult.Outcome(image.outcome))
        result.reason = image.reason
        result.notEvaluated = snapshots.contains { $0.notEvaluated == true } ? true : image.notEvaluated
        result.recoverableUntil = image.recoverableUntil
        for snapshot in snapshots {
            switch snapshot.outcome {
            case .deleted:
                result.snapshotsDeleted += 1
                result.deletedGiB += snapshot.sizeGiB ?? 0
            case .alreadyGone: result.snapshotsGone += 1
            case .kept: result.snapshotsKept += 1
            case .failed: result.snapshotsFailed += 1
            }
        }
        return Output(imageID: image.imageID, snapshots: snapshots, result: result)
    }
}

extension ItemResult.Outcome {
    fileprivate init(_ outcome: DeregisterImage.Outcome) {
        switch outcome {
        case .deregistered: self = .retired
        case .alreadyGone: self = .alreadyGone
        case .marked: self = .marked
        case .takenBack: self = .takenBack
        case .kept: self = .kept
        }
    }
}

extension DeregisterImage.Outcome {
    /// Whether nothing is registered any more that its snapshots could be needed for.
    fileprivate var meansGone: Bool { self == .deregistered || self == .alreadyGone }
}
