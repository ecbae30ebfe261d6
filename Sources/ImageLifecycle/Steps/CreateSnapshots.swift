// SPDX-License-Identifier: Apache-2.0

/// Begins the snapshots of one instance's volumes, with their tags, unless an earlier try of this run has.
///
/// All volumes at one moment, or each by itself. Neither call has a client token: what a try with a lost answer made is
/// found by its run tag.
package enum CreateSnapshots: Step {
    /// What the step takes: `{"policy": {…}, "now": "2026-01-31T23:59:59.123Z", "item": {"id": "i-01", …}}`.
    package typealias Input = BackupStepInput
    package typealias Output = BackupProgress

    package static let ec2Actions = [
        "ec2:CreateSnapshot", "ec2:CreateSnapshots", "ec2:CreateTags", "ec2:DescribeInstances",
        "ec2:DescribeSnapshots", "ec2:DescribeVolumes",
    ]
    private static let mostExcludedVolumes = 40

    /// - Throws: what another try may do better: a lost answer, a limit, throttling. Volumes that could be dealt with
    ///   have been by then, and the next try finds their snapshots.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let create = try input.policy.backups()
        guard input.policy.mode == .enforce, let instanceID = input.item.instanceID else {
            return BackupProgress(input.item, failed: "report mode makes nothing")
        }
        let run = BackupTags.run(input.policy, now: input.now.date, instanceID: instanceID)
        do {
            let made = try await ec2.allSnapshots(filters: [Filter("tag:\(ShelflifeTag.run)", [Filter.literal(run)])])
                .filter { $0.volumeID != Snapshot.placeholderVolumeID }
            if create.multiVolume, !made.isEmpty { return begun(input.item, made.map(\.snapshotID)) }
            guard let instance = try await ec2.instance(instanceID), instance.isThere else {
                guard made.isEmpty else { return begun(input.item, made.map(\.snapshotID)) }
                return BackupProgress(input.item, failed: "the instance \(instanceID) is gone")
            }
            let attached = try await AttachedVolume.all(of: instance, ec2: ec2)
            let wanted = attached.filter { $0.isWanted(by: create) }
            guard !wanted.isEmpty else {
                return BackupProgress(input.item, failed: "the instance \(instanceID) has no volume to back up")
            }
            let tags = BackupTags(input.policy, create, instance: instance, now: input.now.date)
            var item = input.item
            item.remark = tags.remark
            if create.multiVolume {
                let request = try request(for: instance, attached, tags, create)
                return begun(item, try await ec2.createSnapshots(request).map(\.snapshotID))
            }
            let missing = wanted.filter { volume in !made.contains { $0.volumeID == volume.volumeID } }
            return try await each(missing, made.map(\.snapshotID), tags, create, item, ec2: ec2)
        } catch let error as EC2Error {
            if let later = error.worthAnotherTry { throw later }
            return BackupProgress(input.item, failed: error.description)
        } catch let error as StepError {
            throw error
        } catch {
            throw StepError(.ec2Error, "\(error)")
        }
    }

    private static func request(
        for instance: Instance,
        _ attached: [AttachedVolume],
        _ tags: BackupTags,
        _ create: CreatePolicy
    ) throws(StepError) -> CreateSnapshotsRequest {
        let unwanted = attached.filter { !$0.isWanted(by: create) }
        var request = CreateSnapshotsRequest(instanceID: instance.instanceID)
        request.excludesRootVolume = unwanted.contains(where: \.isRoot)
        request.excludedDataVolumeIDs = unwanted.filter { !$0.isRoot }.map(\.volumeID)
        request.description = create.description.text(tags.values)?.cutToDescription()
        request.tags = tags.shared(marked: true)
        guard request.excludedDataVolumeIDs.count <= mostExcludedVolumes else {
            throw StepError(
                .ec2Error,
                "\(instance.instanceID) has more than \(mostExcludedVolumes) volumes to leave out; use \"multiVolume\": false"
            )
        }
        return request
    }

    /// Takes each volume by itself, so that one that must wait does not hold up the others.
    private static func each(
        _ volumes: [AttachedVolume],
        _ made: [String],
        _ tags: BackupTags,
        _ create: CreatePolicy,
        _ item: BackupItem,
        ec2: some EC2
    ) async throws(StepError) -> BackupProgress {
        var item = item
        var made = made
        var later: StepError?
        for volume in volumes {
            var request = CreateSnapshotRequest(volumeID: volume.volumeID)
            let values = tags.values.with(volume.volume, volumeID: volume.volumeID, device: volume.device)
            request.description = create.description.text(values)?.cutToDescription()
            request.tags = tags.snapshot(
                of: volume.volumeID,
                volume.volume,
                device: volume.device,
                marked: !create.copies.isEmpty
            )
            do {
                made.append(try await ec2.createSnapshot(request).snapshotID)
            } catch {
                if let error = error.worthAnotherTry {
                    later = later ?? error
                } else {
                    item.note(failure: error.description)
                }
            }
        }
        if let later { throw later }
        return made.isEmpty ? BackupProgress(.ended, item) : begun(item, made)
    }

    private static func begun(_ item: BackupItem, _ snapshotIDs: [String]) -> BackupProgress {
        var item = item
        item.snapshotIDs = snapshotIDs.sorted()
        return BackupProgress(.pending, item)
    }
}
