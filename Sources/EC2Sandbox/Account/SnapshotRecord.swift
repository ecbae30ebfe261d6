// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// An EBS snapshot as the account keeps it.
package struct SnapshotRecord: Sendable, Hashable, Identifiable {
    package enum State: String, Sendable {
        case pending, completed, error
    }

    package var id: String
    package var ownerID: String
    /// `vol-ffffffff` for copies.
    package var volumeID: String
    package var state = State.completed
    package var stateMessage: String?
    package var startTime: Date
    package var completionTime: Date?
    /// When a pending one will be done, as far as can be said now.
    package var completesAt: Date?
    package var sizeGiB: Int
    package var fullSizeBytes: Int
    package var description: String
    package var isEncrypted = false
    package var keyARN: String?
    package var isArchived = false
    /// When archiving began.
    package var archivedFrom: Date?
    package var fastRestoreZones: [String] = []
    /// Accounts that may make volumes of it; `all` for everybody.
    package var sharedWith: [String] = []
    package var lock: SnapshotLock?
    package var tags: [Tag]
    /// Describe actions do not show it before: see ``SandboxConfiguration/consistencyLagSeconds``.
    package var shownFrom: Date?
    /// Set while Describe actions still show it although it is gone.
    package var deletedAt: Date?
    /// The region a copy in flight comes from.
    package var copiedFromRegion: String?

    package init(
        id: String,
        ownerID: String,
        volumeID: String,
        startTime: Date,
        sizeGiB: Int,
        fullSizeBytes: Int? = nil,
        description: String = "",
        tags: [Tag] = []
    ) {
        self.id = id
        self.ownerID = ownerID
        self.volumeID = volumeID
        self.startTime = startTime
        self.sizeGiB = sizeGiB
        self.fullSizeBytes = fullSizeBytes ?? sizeGiB << 30
        self.description = description
        self.tags = tags
    }
}

/// A lock that keeps a snapshot from being deleted.
package struct SnapshotLock: Sendable, Hashable {
    package var isCompliance: Bool
    package var createdAt: Date
    package var expiresAt: Date
    package var durationDays: Int
    /// Until then a compliance lock can still be changed.
    package var coolOffEndsAt: Date?
    package var coolOffHours: Int?

    package func isActive(at now: Date) -> Bool { now < expiresAt }
}
