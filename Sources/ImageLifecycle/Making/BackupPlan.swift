// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// What a backup workflow would make, go on with and leave out, without touching anything.
package struct BackupPlan: Sendable, Hashable {
    package enum Action: String, Sendable, Hashable, CaseIterable {
        /// A backup of an instance is begun.
        case create
        /// A backup that an earlier run began is gone on with.
        case finish
        /// The policy is about the instance, and there is nothing to make.
        case skip
    }

    /// A volume of an instance to back up.
    package struct PlannedVolume: Sendable, Hashable {
        package var volumeID: String
        package var device: String
        /// nil if EC2 does not tell.
        package var sizeGiB: Int?
        package var isBackedUp: Bool
        /// Where its snapshot is copied to, sorted.
        package var copyRegions: [String] = []
        /// Whether the snapshot goes when its copies are complete.
        package var isMoved = false

        /// What is there when the run is done, at most.
        package var addedGiB: Int {
            isBackedUp ? (sizeGiB ?? 0) * (copyRegions.count + (isMoved ? 0 : 1)) : 0
        }
    }

    package struct Item: Sendable, Hashable {
        package var id: String
        package var instanceID: String?
        /// The instance's tag Name.
        package var name: String?
        package var action: Action
        package var volumes: [PlannedVolume] = []
        /// Of a backup that was begun: the image or the snapshots.
        package var begun: [String] = []
        package var findings: [Finding]
    }

    package let kind: BackupKind
    /// Instances, selected or not.
    package let scanned: Int
    /// By id; instances that the policy is not about are only counted.
    package let items: [Item]
}

extension BackupPlan {
    /// Decides about every instance of an account, by what the workflow's own steps decide with.
    ///
    /// - Throws: `Shelflife.InvalidPolicy` for a policy that makes no such backups, and what EC2 refuses.
    package init(
        _ kind: BackupKind,
        policy: LifecyclePolicy,
        now: Date,
        ec2: some EC2
    ) async throws(StepError) {
        let create = try kind == .images ? policy.imageBackups() : policy.backups()
        do throws(EC2Error) {
            let decisions = try await ec2.allInstances().map { BackupDecision($0, policy: policy) }
            let begun = try await UnfinishedBackups(kind, policy: policy, create: create, now: now, ec2: ec2).items
            let wanted = decisions.filter { $0.objection == nil }
            let volumes = try await ec2.volumes(wanted.flatMap(\.instance.volumeIDs))
            let regions: Set<String> = create.copies.isEmpty ? [] : Set(try await ec2.describeRegions())
            let maker = BackupForecast(kind, policy, create, now: now, region: ec2.region, regions: regions)
            let instances = decisions.filter { $0.findings.first?.verdict == .letGo }
                .map { maker.item($0, among: volumes) }
            let names = Dictionary(decisions.map { ($0.instance.instanceID, $0.instance) }) { first, _ in first }
            self.kind = kind
            scanned = decisions.count
            items =
                (instances + begun.map { maker.item(taking: $0, names) })
                .sorted { ($0.id, $0.action.rawValue) < ($1.id, $1.action.rawValue) }
        } catch {
            throw StepError(error)
        }
    }
}

/// What a policy makes of instances.
private struct BackupForecast {
    private let kind: BackupKind
    private let policy: LifecyclePolicy
    private let create: CreatePolicy
    private let now: Date
    private let region: String
    private let regions: Set<String>

    init(
        _ kind: BackupKind,
        _ policy: LifecyclePolicy,
        _ create: CreatePolicy,
        now: Date,
        region: String,
        regions: Set<String>
    ) {
        self.kind = kind
        self.policy = policy
        self.create = create
        self.now = now
        self.region = region
        self.regions = regions
    }

    func item(_ decision: BackupDecision, among known: [String: Volume]) -> BackupPlan.Item {
        let instance = decision.instance
        var item = BackupPlan.Item(
            id: instance.instanceID,
            instanceID: instance.instanceID,
            name: instance.tags.value(of: "Name"),
            action: decision.objection == nil ? .create : .skip,
            findings: decision.findings
        )
        guard item.action == .create else { return item }
        for attached in AttachedVolume.all(of: instance, among: known) {
            var volume = BackupPlan.PlannedVolume(
                volumeID: attached.volumeID,
                device: attached.device,
                sizeGiB: attached.volume?.sizeGiB,
                // An image always has the root volume.
                isBackedUp: attached.isWanted(by: create) || (kind == .images && attached.isRoot)
            )
            if volume.isBackedUp, kind == .volumes { forecastCopies(of: attached, instance, &volume, &item) }
            item.volumes.append(volume)
        }
        if !item.volumes.contains(where: \.isBackedUp) {
            item.action = .skip
            item.findings.append(Finding(.volumes, .keep, "has no volume that the policy backs up"))
        }
        return item
    }

    /// A backup that an earlier run began.
    func item(taking begun: BackupItem, _ instances: [String: Instance]) -> BackupPlan.Item {
        BackupPlan.Item(
            id: begun.id,
            instanceID: begun.instanceID,
            name: begun.instanceID.flatMap { instances[$0]?.tags.value(of: "Name") },
            action: .finish,
            begun: begun.imageID.map { [$0] } ?? begun.snapshotIDs ?? [],
            findings: [Finding(.selection, .letGo, "was begun by an earlier run and is not finished")]
        )
    }

    private func forecastCopies(
        of attached: AttachedVolume,
        _ instance: Instance,
        _ volume: inout BackupPlan.PlannedVolume,
        _ item: inout BackupPlan.Item
    ) {
        let made = BackupTags(policy, create, instance: instance, now: now)
            .snapshot(of: attached.volumeID, attached.volume, device: attached.device, marked: false)
        let tags = made + (attached.volume?.tags ?? [])
        var isSpare = true
        for copy in create.copies {
            for target in copy.regions(volumeTags: tags, instanceTags: instance.tags) where target != region {
                isSpare = isSpare && !copy.keepSource
                guard regions.contains(target) else {
                    isSpare = false
                    let sentence =
                        "no copy of \(attached.volumeID): the region \"\(target)\" does not exist, or is not in use"
                    item.findings.append(Finding(.copies, .remark, sentence))
                    continue
                }
                volume.copyRegions.append(target)
            }
        }
        volume.copyRegions = Set(volume.copyRegions).sorted()
        volume.isMoved = isSpare && !volume.copyRegions.isEmpty
    }
}
