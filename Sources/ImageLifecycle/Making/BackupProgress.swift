// SPDX-License-Identifier: Apache-2.0

/// How far a backup is: what every step of an item gives, and by which the state machine goes on.
///
///     {"state": "pending", "item": {…}, "result": {"id": "i-01", "outcome": "unfinished", …}}
package struct BackupProgress: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Hashable, Codable {
        /// Being made by EC2: look again later.
        case pending
        /// Complete where it is; copies are still to be made.
        case copying
        /// The copies are complete; sources are still to be deleted.
        case deleting
        /// Nothing is left to do, whatever the outcome.
        case ended
    }

    package var state: State
    package var item: BackupItem
    /// What the item hands back if nothing comes after this.
    package var result: BackupResult

    init(_ state: State, _ item: BackupItem, snapshots: Int = 0, copies: Int = 0) {
        self.state = state
        self.item = item
        result = BackupResult(id: item.id, outcome: .unfinished)
        if item.failure != nil {
            result.outcome = .failed
        } else if state == .ended {
            result.outcome = .done
        }
        result.reason = item.failure ?? item.remark
        result.imageID = item.imageID
        result.snapshots = snapshots
        result.copies = copies
    }

    /// The item comes to nothing.
    init(_ item: BackupItem, failed reason: String) {
        var item = item
        item.note(failure: reason)
        self.init(.ended, item)
    }
}

/// What became of one item, small enough for hundreds of them in a state.
///
///     {"id": "i-01", "outcome": "done", "imageID": "ami-01", "snapshots": 2, "copies": 0}
///     {"id": "i-02", "outcome": "failed", "reason": "the instance is gone", "snapshots": 0, "copies": 0}
///
/// A catcher in the item builds one from the error's name: `{"id": "i-03", "outcome": "failed", "error": "…"}`.
package struct BackupResult: Sendable, Hashable {
    package enum Outcome: String, Sendable, Hashable, Codable {
        case done
        /// The next run goes on with it.
        case unfinished
        case failed
    }

    package var id: String
    package var outcome: Outcome
    /// Why it failed; of one that is done, what is not as the policy would have it.
    package var reason: String?
    package var error: String?
    package var imageID: String?
    /// Complete with their tags.
    package var snapshots = 0
    /// Complete in other regions.
    package var copies = 0

    package init(id: String, outcome: Outcome) {
        self.id = id
        self.outcome = outcome
    }
}

extension BackupResult: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        outcome = try container.decode(Outcome.self, forKey: .outcome)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        error = try container.decodeIfPresent(String.self, forKey: .error)
        imageID = try container.decodeIfPresent(String.self, forKey: .imageID)
        snapshots = try container.decodeIfPresent(Int.self, forKey: .snapshots) ?? 0
        copies = try container.decodeIfPresent(Int.self, forKey: .copies) ?? 0
    }
}
