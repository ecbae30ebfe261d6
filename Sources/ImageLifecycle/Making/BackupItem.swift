// SPDX-License-Identifier: Apache-2.0

/// What one child execution of a backup workflow works on; all the rest is looked up again right before acting.
///
///     {"id": "i-01", "instanceID": "i-01"}
///     {"id": "ami-01", "instanceID": "i-01", "imageID": "ami-01"}
///     {"id": "snap-01", "instanceID": "i-01", "snapshotIDs": ["snap-01", "snap-02"]}
///
/// An item with an image or snapshots is a backup that was begun, by an earlier run perhaps.
package struct BackupItem: Sendable, Hashable, Codable {
    /// Tells the item from others, and says in what order they come.
    package var id: String
    package var instanceID: String?
    package var imageID: String?
    package var snapshotIDs: [String]?
    /// What went wrong on the way with a part of it, while the rest goes on.
    package var failure: String?
    /// What a person should hear although nothing went wrong.
    package var remark: String?

    package init(
        id: String,
        instanceID: String? = nil,
        imageID: String? = nil,
        snapshotIDs: [String]? = nil
    ) {
        self.id = id
        self.instanceID = instanceID
        self.imageID = imageID
        self.snapshotIDs = snapshotIDs
    }

    /// Keeps the first failure, which tends to explain the others.
    mutating func note(failure: String) {
        self.failure = self.failure ?? String(failure.prefix(Self.mostReasonCharacters))
    }

    /// Results of a whole page must fit into a state.
    private static let mostReasonCharacters = 200
}
