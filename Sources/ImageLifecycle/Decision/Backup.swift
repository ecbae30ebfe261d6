// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// An image or a snapshot, as retention sees it.
package struct Backup: Sendable, Hashable {
    package var id: String
    package var name: String?
    /// nil where EC2 gave no readable time; such a backup is kept.
    package var createdAt: Date?
    /// When its content is from, by which backups are ranked: of a copy the run that made its source, however late it was
    /// copied.
    package var contentFrom: Date?
    /// The volume or instance it was made of; nil if nobody knows.
    package var source: String?
    /// The policy that made it; nil for one that Shelflife did not make.
    package var owner: String?
    /// Completed and without error: no other ever counts as kept.
    package var isGood: Bool
    /// Disabled by somebody: it counts for nothing, and stays until it would go if it counted.
    package var isSetAside = false
    package var tags: [Tag]
    /// Whether there must be a newer good backup of its source before it goes.
    package var mustNotBeLast: Bool

    package init(
        id: String,
        name: String? = nil,
        createdAt: Date?,
        source: String? = nil,
        owner: String? = nil,
        isGood: Bool = true,
        tags: [Tag] = [],
        mustNotBeLast: Bool = true
    ) {
        self.id = id
        self.name = name
        self.createdAt = createdAt
        contentFrom = createdAt
        self.source = source
        self.owner = owner
        self.isGood = isGood
        self.tags = tags
        self.mustNotBeLast = mustNotBeLast
    }

    /// An image; it is somebody's last backup only if Shelflife made it as one.
    ///
    /// One that the policy of this name has disabled itself, on its way out, is judged as it was before: otherwise what it
    /// was marked for would change with the mark.
    package init(_ image: Image, policy name: String? = nil) {
        let mark = RetireMark(image.tags).flatMap { $0.policy == name ? $0 : nil }
        let isOnItsWay = image.state == .disabled && mark?.steps.contains(.disable) == true
        let owner = image.tags.value(of: ShelflifeTag.policy)
        self.init(
            id: image.imageID,
            name: image.name,
            createdAt: image.creationDate,
            source: image.tags.value(of: ShelflifeTag.sourceInstance) ?? image.sourceInstanceID,
            owner: owner,
            isGood: image.state == .available || isOnItsWay,
            tags: image.tags,
            mustNotBeLast: owner != nil
        )
        isSetAside = image.state == .disabled && !isOnItsWay
    }

    package init(_ snapshot: Snapshot) {
        let volumeID = snapshot.volumeID == Snapshot.placeholderVolumeID ? "" : snapshot.volumeID
        self.init(
            id: snapshot.snapshotID,
            name: snapshot.tags.value(of: "Name"),
            createdAt: snapshot.startTime,
            source: snapshot.tags.value(of: ShelflifeTag.sourceVolume) ?? (volumeID.isEmpty ? nil : volumeID),
            owner: snapshot.tags.value(of: ShelflifeTag.policy),
            isGood: snapshot.state == .completed,
            tags: snapshot.tags
        )
        if tags.value(of: ShelflifeTag.sourceSnapshot) != nil, let run = BackupTags.runTime(of: tags), let createdAt {
            contentFrom = min(run, createdAt)
        }
    }

    /// When its content is from, in whole seconds since 1970.
    var contentSeconds: Int? { contentFrom?.wholeSeconds }

    /// Newest first; of the same second the higher id.
    static func newerFirst(_ one: Backup, _ other: Backup) -> Bool {
        (one.contentSeconds ?? .min, one.id) > (other.contentSeconds ?? .min, other.id)
    }
}

extension Snapshot {
    /// The volume id of every copy.
    package static let placeholderVolumeID = "vol-ffffffff"
}

extension Date {
    /// Seconds since 1970, rounded down: what AWS's times are counted in here.
    package var wholeSeconds: Int { Int(timeIntervalSince1970.rounded(.down)) }
}
