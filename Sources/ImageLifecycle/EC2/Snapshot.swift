// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An EBS snapshot.
package struct Snapshot: Sendable, Hashable {
    package enum State: RawRepresentable, Sendable, Hashable {
        case pending, completed, error, recoverable, recovering
        case other(String)

        package init(rawValue: String) {
            switch rawValue {
            case "pending": self = .pending
            case "completed": self = .completed
            case "error": self = .error
            case "recoverable": self = .recoverable
            case "recovering": self = .recovering
            default: self = .other(rawValue)
            }
        }

        package var rawValue: String {
            switch self {
            case .pending: "pending"
            case .completed: "completed"
            case .error: "error"
            case .recoverable: "recoverable"
            case .recovering: "recovering"
            case .other(let text): text
            }
        }
    }

    package var snapshotID: String
    /// Copies have the placeholder `vol-ffffffff`.
    package var volumeID: String
    package var state: State
    package var stateMessage: String?
    package var startTime: Date?
    package var volumeSizeGiB: Int
    /// The full size, which deleting an incremental snapshot frees at most.
    package var fullSizeBytes: Int?
    package var ownerID: String
    package var description: String
    package var isEncrypted: Bool
    package var storageTier: String?
    package var tags: [Tag]

    package init(
        snapshotID: String,
        volumeID: String = "",
        state: State = .completed,
        stateMessage: String? = nil,
        startTime: Date? = nil,
        volumeSizeGiB: Int = 0,
        fullSizeBytes: Int? = nil,
        ownerID: String = "",
        description: String = "",
        isEncrypted: Bool = false,
        storageTier: String? = nil,
        tags: [Tag] = []
    ) {
        self.snapshotID = snapshotID
        self.volumeID = volumeID
        self.state = state
        self.stateMessage = stateMessage
        self.startTime = startTime
        self.volumeSizeGiB = volumeSizeGiB
        self.fullSizeBytes = fullSizeBytes
        self.ownerID = ownerID
        self.description = description
        self.isEncrypted = isEncrypted
        self.storageTier = storageTier
        self.tags = tags
    }
}
