// SPDX-License-Identifier: Apache-2.0

/// The counts of a run, carried from page to page.
///
/// Where it says images, a run over snapshots counts snapshots. At the end `scanned` is the sum of `keptBy` and `wouldRetire`; in enforce mode `wouldRetire` is the sum of
/// `retired`, `alreadyGone`, `keptLater`, `failed` and what gave no result.
///
///     {"resources": "images", "scanned": 430, "selected": 120, "keptBy": {"selection": 310, "age": 90, "references": 3}, "notEvaluated": 0,
///      "wouldRetire": 27, "wouldFreeGiB": 216,
///      "retired": 26, "alreadyGone": 0, "keptLater": 0, "failed": 1,
///      "snapshotsDeleted": 50, "snapshotsGone": 0, "snapshotsKept": 2, "snapshotsFailed": 0, "deletedGiB": 400,
///      "failures": [{"imageID": "ami-0abc", "error": "Shelflife.AccessDenied"}]}
package struct Tally: Sendable, Hashable, Codable {
    package struct Failure: Sendable, Hashable, Codable {
        package var imageID: String?
        package var snapshotID: String?
        package var error: String
        /// Of an image that was deregistered all the same: the snapshots behind it, some of which may be left.
        package var snapshotIDs: [String]?

        package var resourceID: String { imageID ?? snapshotID ?? "?" }
    }

    /// What is counted.
    package enum Resources: String, Sendable, Hashable, Codable {
        case images, snapshots
    }

    package var resources = Resources.images
    /// Own images when the run started.
    package var scanned = 0
    /// Those the policy is about.
    package var selected = 0
    /// Images kept when they were listed, each under the first rule that kept it (`Finding.Rule`).
    package var keptBy: [String: Int] = [:]
    /// Images that were kept, or of which a snapshot was, because a question could not be answered.
    package var notEvaluated = 0
    /// Images that the listing let go: in enforce mode handed on, in report mode only counted.
    package var wouldRetire = 0
    /// The sizes of the volumes behind them: the most that can be freed.
    package var wouldFreeGiB = 0
    package var retired = 0
    /// Until when the retired can be brought back; nil if there are none.
    package var recovery: RecoveryTally?
    package var alreadyGone = 0
    /// Images taken out of use, to be deregistered when their grace is over.
    package var marked = 0
    /// When the graces of the marked are over; nil if there are none.
    package var graces: RecoveryTally?
    /// Marked images that something keeps after all: found when they were listed, and brought back.
    package var wouldTakeBack = 0
    package var takenBack = 0
    /// Images that something kept when they were looked at again.
    package var keptLater = 0
    package var failed = 0
    package var snapshotsDeleted = 0
    /// Snapshots behind images that somebody else had deleted.
    package var snapshotsGone = 0
    package var snapshotsKept = 0
    package var snapshotsFailed = 0
    /// The sizes of the volumes behind the deleted snapshots: the most that can have been freed.
    package var deletedGiB = 0
    /// The first failures.
    package var failures: [Failure] = []

    package static let mostFailures = 20

    package init() {}

    /// Items that the listing handed on and that no result came back for.
    package var unaccounted: Int {
        max(0, wouldRetire + wouldTakeBack - retired - alreadyGone - marked - takenBack - keptLater - failed)
    }
}

extension Tally {
    /// Begins a run: counts everything, and what is kept without asking EC2 more.
    ///
    /// - Parameters:
    ///   - screenings: of the images that the policy is about, and of no others.
    ///   - unselected: how many images it is not about.
    init(selected screenings: [ImageScreening], unselected: Int) {
        scanned = screenings.count + unselected
        selected = screenings.count
        if unselected > 0 { keptBy[Finding.Rule.selection.rawValue] = unselected }
        for screening in screenings {
            if let keeper = screening.findings.first(where: \.keeps) { countKept(by: keeper) }
        }
    }

    /// Counts the decisions about a page of candidates.
    package mutating func add(_ decisions: [ImageDecision]) {
        for decision in decisions {
            if let keeper = decision.keeper {
                countKept(by: keeper)
            } else {
                wouldRetire += 1
                wouldFreeGiB += decision.image.volumeSizeGiB
            }
        }
    }

    /// Counts what became of a page of items.
    package mutating func add(_ results: [ItemResult]) {
        for result in results {
            switch result.outcome {
            case .retired: countRetired(result.recoverableUntil)
            case .alreadyGone: alreadyGone += 1
            case .marked:
                marked += 1
                graces = graces ?? RecoveryTally([])
                graces?.add(result.recoverableUntil)
            case .takenBack: takenBack += 1
            case .kept: keptLater += 1
            case .failed:
                failed += 1
                if failures.count < Self.mostFailures {
                    let error = result.error ?? "unknown"
                    let left = result.deregistered == nil ? nil : result.snapshotIDs
                    failures.append(Failure(imageID: result.imageID, error: error, snapshotIDs: left))
                }
            }
            if result.notEvaluated == true { notEvaluated += 1 }
            snapshotsDeleted += result.snapshotsDeleted
            snapshotsGone += result.snapshotsGone
            snapshotsKept += result.snapshotsKept
            snapshotsFailed += result.snapshotsFailed
            deletedGiB += result.deletedGiB
        }
    }

    mutating func countRetired(_ recoverability: Recoverability?) {
        retired += 1
        recovery = recovery ?? RecoveryTally([])
        recovery?.add(recoverability)
    }

    mutating func countKept(by keeper: Finding) {
        keptBy[keeper.rule.rawValue, default: 0] += 1
        if keeper.verdict == .notEvaluated { notEvaluated += 1 }
    }
}

extension Image {
    /// The sizes of its EBS devices with a snapshot, together.
    package var volumeSizeGiB: Int {
        blockDeviceMappings.reduce(0) { sum, mapping in
            guard let ebs = mapping.ebs, ebs.snapshotID != nil else { return sum }
            return sum + (ebs.volumeSizeGiB ?? 0)
        }
    }
}
