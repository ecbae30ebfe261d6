// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What an account holds in one region, and the rules by which it changes.
package struct AccountRegion: Sendable {
    package let name: String
    package let accountID: String
    /// The time of the request being served.
    package internal(set) var now = Date(timeIntervalSince1970: 0)
    package internal(set) var images = Table<ImageRecord>(keys: { $0.searchKeys })
    package internal(set) var snapshots = Table<SnapshotRecord>(keys: { $0.searchKeys })
    package internal(set) var volumes = Table<VolumeRecord>(keys: { $0.searchKeys })
    package internal(set) var instances = Table<InstanceRecord>(keys: { $0.searchKeys })
    package internal(set) var launchTemplates = Table<LaunchTemplateRecord>()
    package internal(set) var parameters = Table<ParameterRecord>()
    package internal(set) var autoScalingGroups = Table<AutoScalingGroupRecord>()
    package internal(set) var launchConfigurations = Table<LaunchConfigurationRecord>()
    package internal(set) var fleets = Table<FleetRecord>()
    package var recycleRules: [RecycleRule] = []
    package internal(set) var recycledImages = Table<Recycled<ImageRecord>>()
    package internal(set) var recycledSnapshots = Table<Recycled<SnapshotRecord>>()
    /// Use of own images elsewhere, which only usage reports show.
    package var foreignUsage: [ForeignUsage] = []
    package internal(set) var usageReports = Table<UsageReport>()
    /// Images, deregistered ones included, that have the snapshot in their mapping.
    var imageIDsBySnapshot: [String: Set<String>] = [:]
    /// Snapshots that are not completed: what the limits count.
    var unfinishedSnapshotIDs: Set<String> = []
    /// Images in the making, by the instance they are made of.
    var pendingImageIDsByInstance: [String: String] = [:]
    /// Own images only.
    var imageIDsByName: [String: String] = [:]
    var imageListings = ImageListings()
    var timeline = Timeline()
    var configuration = SandboxConfiguration()
    var generator: SeededGenerator

    init(name: String, accountID: String, seed: UInt64) {
        self.name = name
        self.accountID = accountID
        generator = SeededGenerator(seed: seed, name: name)
    }

    /// Lets everything happen that is due.
    mutating func settle(until time: Date) {
        while let (due, event) = timeline.next(until: time) {
            now = due
            apply(event)
        }
        now = time
    }

    private mutating func apply(_ event: Timeline.Event) {
        switch event {
        case .snapshotCompletes(let id): finishSnapshot(id, error: nil)
        case .snapshotFails(let id, let message): finishSnapshot(id, error: message)
        case .snapshotVanishes(let id):
            // Unless it came back from the Recycle Bin.
            if snapshots[id]?.deletedAt != nil { forgetSnapshot(id) }
        case .snapshotArchived(let id): snapshots.update(id) { $0.isArchived = true }
        case .snapshotLeavesBin(let id): emptyBin(snapshot: id)
        case .imageLeavesBin(let id): emptyBin(image: id)
        case .imageForgotten(let id): forgetImage(id)
        case .launchReported(let imageID, let time):
            images.update(imageID) { $0.lastLaunchedTime = max($0.lastLaunchedTime ?? time, time) }
        case .instanceBecomes(let id, let state): settleInstance(id, state)
        case .instanceForgotten(let id): instances.remove(id)
        }
    }

    /// All images, in order: those who look at every one of them from another module pay for each step of a sequence.
    package var imageEntries: [Table<ImageRecord>.Entry] { Array(images.entries()) }

    /// All snapshots, in order.
    package var snapshotEntries: [Table<SnapshotRecord>.Entry] { Array(snapshots.entries()) }

    /// Grows with every change of an image, a snapshot, a volume or an instance.
    package var revision: Int { images.revision + snapshots.revision + volumes.revision + instances.revision }

    /// When something happens next by itself that a listing shows; nil for never.
    package var nextChange: Date? { timeline.nextSeen }

    /// From when Describe actions show what is made now; nil without a lag.
    var shownFrom: Date? {
        configuration.consistencyLagSeconds > 0 ? now.addingTimeInterval(configuration.consistencyLagSeconds) : nil
    }

    /// Whether something that ended then has not got round yet.
    func isStillSpreading(_ ended: Date?) -> Bool {
        guard let ended else { return false }
        return now < ended.addingTimeInterval(configuration.consistencyLagSeconds)
    }

    func isShown(from: Date?) -> Bool {
        guard let from else { return true }
        return from <= now
    }

    func arn(_ service: String, _ resource: String) -> String {
        "arn:aws:\(service):\(name):\(accountID):\(resource)"
    }
}
