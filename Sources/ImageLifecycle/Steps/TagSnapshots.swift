// SPDX-License-Identifier: Apache-2.0

/// Looks how far a backup is, and gives each of its snapshots the tags that could not be set when it was begun.
///
/// A state machine asks again until EC2 is done. Each snapshot is taken by itself; the marker that says "unfinished" goes
/// only when all are complete and have their tags, and nothing is left to copy.
package enum TagSnapshots: Step {
    /// What the step takes: `{"policy": {…}, "now": "…", "item": {"id": "i-01", "imageID": "ami-01"}}`, or with
    /// `snapshotIDs` instead of the image.
    package typealias Input = BackupStepInput
    package typealias Output = BackupProgress

    package static let ec2Actions = [
        "ec2:CreateTags", "ec2:DeleteTags", "ec2:DescribeImages", "ec2:DescribeInstances", "ec2:DescribeSnapshots",
        "ec2:DescribeVolumes",
    ]

    /// - Throws: what EC2 throttles or cannot do now, after everything else has been done.
    package static func run(
        _ input: Input,
        ec2: some EC2,
        context: StepContext
    ) async throws(StepError) -> Output {
        let create = try input.policy.backups()
        guard input.policy.mode == .enforce else {
            return BackupProgress(input.item, failed: "report mode makes nothing")
        }
        do {
            if let imageID = input.item.imageID {
                return try await image(imageID, input, create, ec2: ec2)
            }
            return try await volumes(input, create, ec2: ec2)
        } catch {
            throw error.worthAnotherTry ?? StepError(error)
        }
    }

    private static func image(
        _ imageID: String,
        _ input: Input,
        _ create: CreatePolicy,
        ec2: some EC2
    ) async throws(EC2Error) -> BackupProgress {
        // One that was begun a moment ago may not be listed yet.
        guard let image = try await ec2.image(imageID) else {
            return input.canStillAppear
                ? BackupProgress(.pending, input.item)
                : BackupProgress(input.item, failed: "the image \(imageID) is gone")
        }
        guard [.available, .pending, .transient].contains(image.state) else {
            return BackupProgress(input.item, failed: "the image \(imageID) is \(image.state.rawValue)")
        }
        let mappings = image.blockDeviceMappings.filter { $0.ebs != nil }
        let devices = Dictionary(
            mappings.compactMap { mapping in mapping.ebs?.snapshotID.map { ($0, mapping.deviceName) } }
        ) { first, _ in first }
        let snapshots = try await ec2.ownSnapshots(image.snapshotIDs)
        var tagging = SnapshotTagging(input, create, ec2: ec2)
        tagging.imageName = image.name
        tagging.inherited = image.tags.filter { $0.key != create.marker.key }
        var item = input.item
        item.instanceID = item.instanceID ?? image.tags.value(of: ShelflifeTag.sourceInstance)
        try await tagging.tag(snapshots, devices: devices, &item)
        let isComplete =
            image.state == .available && mappings.allSatisfy { $0.ebs?.snapshotID != nil }
            && snapshots.count == image.snapshotIDs.count
        guard isComplete else { return BackupProgress(.pending, item) }
        if item.failure == nil, image.tags.contains(where: { $0.key == create.marker.key }) {
            try await ec2.deleteTags([create.marker.key], from: [imageID])
        }
        return BackupProgress(.ended, item, snapshots: snapshots.count)
    }

    private static func volumes(
        _ input: Input,
        _ create: CreatePolicy,
        ec2: some EC2
    ) async throws(EC2Error) -> BackupProgress {
        var item = input.item
        let snapshotIDs = item.snapshotIDs ?? []
        let snapshots = try await ec2.ownSnapshots(snapshotIDs)
        item.instanceID = item.instanceID ?? snapshots.first?.tags.value(of: ShelflifeTag.sourceInstance)
        for snapshot in snapshots where snapshot.state == .error {
            let message = snapshot.stateMessage.map { ": \($0)" } ?? ""
            item.note(failure: "the snapshot \(snapshot.snapshotID) ended in error\(message)")
        }
        let good = snapshots.filter { $0.state != .error }
        try await SnapshotTagging(input, create, ec2: ec2).tag(good, devices: [:], &item)
        let missing = Set(snapshotIDs).subtracting(snapshots.map(\.snapshotID)).sorted()
        if let first = missing.first, !input.canStillAppear { item.note(failure: "the snapshot \(first) is gone") }
        guard missing.isEmpty || !input.canStillAppear, good.allSatisfy({ $0.state == .completed }) else {
            return BackupProgress(.pending, item)
        }
        item.snapshotIDs = good.map(\.snapshotID).sorted()
        guard !good.isEmpty else { return BackupProgress(.ended, item) }
        if !create.copies.isEmpty { return BackupProgress(.copying, item, snapshots: good.count) }
        let marked = good.filter { $0.tags.contains { $0.key == create.marker.key } }
        if item.failure == nil, !marked.isEmpty {
            try await ec2.deleteTags([create.marker.key], from: marked.map(\.snapshotID))
        }
        return BackupProgress(.ended, item, snapshots: good.count)
    }
}
