// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials
package import ImageLifecycle

/// A rule of the Recycle Bin.
package struct RecycleRule: Sendable, Hashable {
    package enum Kind: Sendable {
        case images, snapshots
    }

    package var kind: Kind
    package var retentionDays: Int
    /// What a resource must carry; nil for a rule over the whole region.
    package var tag: Tag?

    package init(_ kind: Kind, retentionDays: Int, tag: Tag? = nil) {
        self.kind = kind
        self.retentionDays = retentionDays
        self.tag = tag
    }
}

/// Something deleted that can still be brought back.
package struct Recycled<Record: Identifiable & Sendable>: Sendable, Identifiable where Record.ID == String {
    package var record: Record
    package var enteredAt: Date
    package var exitsAt: Date

    package var id: String { record.id }
}

extension AccountRegion {
    /// How long the bin keeps something with these tags, by the rule that keeps it longest; nil when none does.
    func retentionSeconds(_ kind: RecycleRule.Kind, _ tags: [Tag]) -> Double? {
        recycleRules
            .filter { $0.kind == kind && ($0.tag.map(tags.contains) ?? true) }
            .map { Double($0.retentionDays) * 86_400 }
            .max()
    }

    mutating func recycle(_ image: ImageRecord) {
        guard let seconds = retentionSeconds(.images, image.tags) else { return }
        let exit = now.addingTimeInterval(seconds)
        recycledImages.put(Recycled(record: image, enteredAt: now, exitsAt: exit))
        timeline.add(.imageLeavesBin(image.id), due: exit)
    }

    mutating func recycle(_ snapshot: SnapshotRecord) {
        guard let seconds = retentionSeconds(.snapshots, snapshot.tags) else { return }
        let exit = now.addingTimeInterval(seconds)
        recycledSnapshots.put(Recycled(record: snapshot, enteredAt: now, exitsAt: exit))
        timeline.add(.snapshotLeavesBin(snapshot.id), due: exit)
    }

    /// What was put in again since then leaves later.
    mutating func emptyBin(image id: String) {
        if let entry = recycledImages[id], entry.exitsAt <= now { recycledImages.remove(id) }
    }

    mutating func emptyBin(snapshot id: String) {
        if let entry = recycledSnapshots[id], entry.exitsAt <= now { recycledSnapshots.remove(id) }
    }
}
