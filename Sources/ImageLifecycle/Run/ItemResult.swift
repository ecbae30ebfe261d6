// SPDX-License-Identifier: Apache-2.0

/// What became of one image, small enough for a thousand of them in a state: about 150 bytes.
///
/// `DeleteImageSnapshots` gives it as the last word of an item:
///
///     {"imageID": "ami-0abc", "outcome": "retired", "recoverableUntil": "2026-02-07T23:59:59Z",
///      "snapshotsDeleted": 2, "snapshotsKept": 1, "deletedGiB": 16}
///     {"imageID": "ami-0abc", "outcome": "kept", "reason": "references"}
///
/// and a catcher in the item builds it from the error's name (never from its cause, which may be long):
///
///     {"imageID": "ami-0abc", "outcome": "failed", "error": "Shelflife.AccessDenied"}
///
/// A catcher behind `DeregisterImage` adds what that step did: `"deregistered": "deregistered"`, its `outcome`,
/// and the ids of the snapshots behind the image, which nothing else tells any more.
/// Counts that are 0 are left out.
package struct ItemResult: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable, Codable {
        /// Deregistered by this run.
        case retired
        /// Somebody, an earlier try of this run perhaps, was faster.
        case alreadyGone
        /// Taken out of use, to be deregistered when its grace is over.
        case marked
        /// Brought back into use, because something keeps it after all.
        case takenBack
        /// Something objected when it was looked at again.
        case kept
        case failed
    }

    package var imageID: String
    package var outcome: Outcome
    /// Of a kept image: the rule that kept it.
    package var reason: String?
    /// Whether the image, or a snapshot behind it, was kept because a question could not be answered; missing means no.
    package var notEvaluated: Bool?
    /// Of a retired or a marked one; missing where it is not known.
    package var recoverableUntil: Recoverability?
    /// Of a failed one: the error's name.
    package var error: String?
    /// Of a failed one: what had been done to the image before.
    package var deregistered: DeregisterImage.Outcome?
    /// Of a failed one that was deregistered: the snapshots behind it, some of which may be left.
    package var snapshotIDs: [String]?
    /// Snapshots that this run deleted.
    package var snapshotsDeleted = 0
    /// Snapshots that were gone when they were looked for: somebody, an earlier try perhaps, was faster.
    package var snapshotsGone = 0
    /// Snapshots that stay for a reason.
    package var snapshotsKept = 0
    /// Snapshots that EC2 refused to delete.
    package var snapshotsFailed = 0
    /// The sizes of the volumes behind the deleted snapshots: the most that can have been freed.
    package var deletedGiB = 0

    package init(imageID: String, outcome: Outcome) {
        self.imageID = imageID
        self.outcome = outcome
    }
}

extension ItemResult: Codable {
    private enum CodingKeys: String, CodingKey {
        case imageID, outcome, reason, notEvaluated, recoverableUntil, error, deregistered, snapshotIDs
        case snapshotsDeleted, snapshotsGone, snapshotsKept, snapshotsFailed, deletedGiB
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        imageID = try container.decode(String.self, forKey: .imageID)
        outcome = try container.decode(Outcome.self, forKey: .outcome)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        notEvaluated = try container.decodeIfPresent(Bool.self, forKey: .notEvaluated)
        recoverableUntil = try container.decodeIfPresent(Recoverability.self, forKey: .recoverableUntil)
        error = try container.decodeIfPresent(String.self, forKey: .error)
        deregistered = try container.decodeIfPresent(DeregisterImage.Outcome.self, forKey: .deregistered)
        snapshotIDs = try container.decodeIfPresent([String].self, forKey: .snapshotIDs)
        snapshotsGone = try container.decodeIfPresent(Int.self, forKey: .snapshotsGone) ?? 0
        snapshotsDeleted = try container.decodeIfPresent(Int.self, forKey: .snapshotsDeleted) ?? 0
        snapshotsKept = try container.decodeIfPresent(Int.self, forKey: .snapshotsKept) ?? 0
        snapshotsFailed = try container.decodeIfPresent(Int.self, forKey: .snapshotsFailed) ?? 0
        deletedGiB = try container.decodeIfPresent(Int.self, forKey: .deletedGiB) ?? 0
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(imageID, forKey: .imageID)
        try container.encode(outcome, forKey: .outcome)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(notEvaluated, forKey: .notEvaluated)
        try container.encodeIfPresent(recoverableUntil, forKey: .recoverableUntil)
        try container.encodeIfPresent(error, forKey: .error)
        try container.encodeIfPresent(deregistered, forKey: .deregistered)
        try container.encodeIfPresent(snapshotIDs, forKey: .snapshotIDs)
        let counts: [(CodingKeys, Int)] = [
            (.snapshotsDeleted, snapshotsDeleted), (.snapshotsGone, snapshotsGone), (.snapshotsKept, snapshotsKept),
            (.snapshotsFailed, snapshotsFailed), (.deletedGiB, deletedGiB),
        ]
        for (key, count) in counts where count != 0 {
            try container.encode(count, forKey: key)
        }
    }
}
