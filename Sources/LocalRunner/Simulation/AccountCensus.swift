// SPDX-License-Identifier: Apache-2.0

package import EC2Sandbox
package import FoundationEssentials
import ImageLifecycle

/// A count of everything in an account, and of the backups that each source has.
package struct AccountCensus: Sendable {
    /// The completed backups of one instance or volume.
    package struct Backups: Sendable, Hashable {
        package var count = 0
        package var youngest = Date.distantPast
        package var oldest = Date.distantFuture

        fileprivate mutating func add(_ time: Date) {
            count += 1
            youngest = max(youngest, time)
            oldest = min(oldest, time)
        }
    }

    package private(set) var images = 0
    package private(set) var snapshots = 0
    package private(set) var snapshotGiB = 0
    package private(set) var imagesEver = 0
    package private(set) var snapshotsEver = 0
    package private(set) var cost = StorageCost()
    /// By the id of the instance, of images, or of the volume, of snapshots that back no image.
    package private(set) var backups: [String: Backups] = [:]
    /// The sources of which one of the policies asked about has a backup.
    package private(set) var covered: Set<String> = []
    /// The instances and volumes that exist.
    package private(set) var existing: Set<String> = []

    private var policies: Set<String>
    private var fullest: [String: Int] = [:]
    /// The account's when it was counted: with the same it need not be counted again.
    private var revision: Int

    /// Counts what there is now.
    ///
    /// - Parameters:
    ///   - sandbox: the account.
    ///   - policies: whose backups make a source one to watch.
    package init(_ sandbox: EC2Sandbox, policies: Set<String>) {
        self.policies = policies
        revision = sandbox.revision
        for name in sandbox.usedRegionNames {
            let before = self
            self = sandbox.withRegion(name) { region in
                var census = before
                census.count(region)
                return census
            }
        }
        cost.leastMicrodollars = fullest.values.reduce(0, +)
    }

    /// The same account counted later; most hours change nothing.
    func recounted(_ sandbox: EC2Sandbox) -> AccountCensus {
        sandbox.revision == revision ? self : AccountCensus(sandbox, policies: policies)
    }

    private mutating func count(_ region: AccountRegion) {
        imagesEver += region.images.everCount
        snapshotsEver += region.snapshots.everCount
        var behindImages: Set<String> = []
        for entry in region.imageEntries where entry.record.ownerID == region.accountID && entry.record.isRegistered {
            images += 1
            for device in entry.record.devices {
                if let snapshotID = device.ebs?.snapshotID { behindImages.insert(snapshotID) }
            }
            let source = entry.record.tags.value(of: ShelflifeTag.sourceInstance) ?? entry.record.sourceInstanceID
            let isCompleted = entry.record.state == .available
            note(source, entry.record.tags, entry.record.creationDate, isCompleted: isCompleted)
        }
        for entry in region.snapshotEntries where entry.record.ownerID == region.accountID {
            guard entry.record.deletedAt == nil else { continue }
            snapshots += 1
            snapshotGiB += entry.record.sizeGiB
            let isCopy = entry.record.volumeID == Snapshot.placeholderVolumeID
            let tagged = entry.record.tags.value(of: ShelflifeTag.sourceVolume)
            let volumeID = tagged ?? (isCopy ? nil : entry.record.volumeID)
            count(entry.record, lineage: "\(region.name) \(volumeID ?? "")")
            guard !behindImages.contains(entry.record.id) else { continue }
            let isCompleted = entry.record.state == .completed
            note(volumeID, entry.record.tags, entry.record.startTime, isCompleted: isCompleted)
        }
        for instance in region.instances where ![.shuttingDown, .terminated].contains(instance.state) {
            existing.insert(instance.id)
        }
        for volume in region.volumes { existing.insert(volume.id) }
    }

    private mutating func count(_ snapshot: SnapshotRecord, lineage: String) {
        let dollars = snapshot.isArchived ? StorageCost.archiveDollars : StorageCost.standardDollars
        let monthly = Int(Double(snapshot.fullSizeBytes) / Double(1 << 30) * dollars * 1_000_000)
        cost.mostMicrodollars += monthly
        fullest[lineage] = max(fullest[lineage] ?? 0, monthly)
    }

    private mutating func note(_ source: String?, _ tags: [Tag], _ time: Date, isCompleted: Bool) {
        guard let source else { return }
        if let policy = tags.value(of: ShelflifeTag.policy), policies.contains(policy) { covered.insert(source) }
        guard isCompleted else { return }
        backups[source, default: Backups()].add(time)
    }
}
