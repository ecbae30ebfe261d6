// SPDX-License-Identifier: Apache-2.0

/// Sets the tags of snapshots that name their volume, as far as they are not set yet.
struct SnapshotTagging<Account: EC2> {
    private let input: BackupStepInput
    private let create: CreatePolicy
    private let ec2: Account
    var imageName: String?
    /// What the image gives to its snapshots.
    var inherited: [Tag] = []

    init(_ input: BackupStepInput, _ create: CreatePolicy, ec2: Account) {
        self.input = input
        self.create = create
        self.ec2 = ec2
    }

    /// Tags each snapshot by itself; a refusal is noted in the item and does not hide the rest.
    ///
    /// - Throws: the first error that another try may do better.
    func tag(
        _ snapshots: [Snapshot],
        devices: [String: String],
        _ item: inout BackupItem
    ) async throws(EC2Error) {
        guard snapshots.contains(where: { !isTagged($0) }) else { return }
        let instance: Instance? =
            if let instanceID = item.instanceID { try await ec2.instance(instanceID) } else { nil }
        let volumes = try await ec2.volumes(snapshots.map(\.volumeID).filter { $0 != Snapshot.placeholderVolumeID })
        var later: EC2Error?
        for snapshot in snapshots where !isTagged(snapshot) {
            let tags = tags(of: snapshot, instance, volumes[snapshot.volumeID], device: devices[snapshot.snapshotID])
            do {
                try await ec2.createTags(tags, on: [snapshot.snapshotID])
            } catch {
                if error.worthAnotherTry != nil || error.code == "InvalidSnapshot.NotFound" {
                    later = later ?? error
                } else {
                    item.note(failure: error.description)
                }
            }
        }
        if let later { throw later }
    }

    /// The source is what every snapshot gets here and none had from the start, unless it had all.
    private func isTagged(_ snapshot: Snapshot) -> Bool {
        snapshot.tags.contains { $0.key == ShelflifeTag.sourceVolume }
    }

    private func tags(of snapshot: Snapshot, _ instance: Instance?, _ volume: Volume?, device: String?) -> [Tag] {
        var values = TemplateValues(policy: input.policy.name, now: input.now.date, instance: instance)
        values.imageName = imageName
        let mapping = instance?.blockDeviceMappings.first { $0.ebs?.volumeID == snapshot.volumeID }
        values = values.with(volume, volumeID: snapshot.volumeID, device: device ?? mapping?.deviceName)
        // What the snapshot has stays, and counts towards the limit.
        var list = TagList(snapshot.tags.filter { !$0.key.lowercased().hasPrefix("aws:") })
        let had = Set(list.tags.map(\.key))
        list.add([Tag(key: ShelflifeTag.sourceVolume, value: snapshot.volumeID)])
        list.add(inherited.filter { $0.key.hasPrefix("shelflife:") })
        list.add(create.tags.filter(\.value.needsVolume).compactMap { $0.tag(values) })
        list.add(inherited)
        return list.tags.filter { !had.contains($0.key) }
    }
}
