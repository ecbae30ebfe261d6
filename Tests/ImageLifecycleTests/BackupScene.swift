// SPDX-License-Identifier: Apache-2.0

import Foundation
import ImageLifecycle

/// A policy that makes backups, and the steps with it.
struct BackupScene: Sendable {
    var policy: LifecyclePolicy
    var ec2 = FakeEC2()
    var now = ImageLifecycleTests.now
    let context = StepContext()

    init(_ change: (inout CreatePolicy) -> Void = { _ in }) {
        var create = CreatePolicy()
        change(&create)
        policy = LifecyclePolicy(
            name: "p",
            mode: .enforce,
            select: SelectionPolicy(tags: [TagSelector(key: "Backup")]),
            retain: RetentionPolicy(),
            create: create
        )
    }

    var run: String { BackupTags.run(policy, now: now, instanceID: "i-1") }

    /// The tags of a snapshot that this run made of the first instance.
    var madeTags: [Tag] {
        [
            Tag(key: ShelflifeTag.policy, value: "p"), Tag(key: ShelflifeTag.run, value: run),
            Tag(key: ShelflifeTag.sourceInstance, value: "i-1"), CreatePolicy.defaultMarker,
        ]
    }

    func input(_ item: BackupItem = BackupItem(id: "i-1", instanceID: "i-1"), tries: Int = 0) -> BackupStepInput {
        BackupStepInput(policy: policy, now: Timestamp(now), item: item, tries: tries)
    }

    func list(
        _ kind: BackupKind,
        page: BackupPage? = nil,
        results: [BackupResult] = []
    ) async throws -> ListBackupTargets.Output {
        try await ListBackupTargets.run(
            .init(policy: policy, now: Timestamp(now), kind: kind, page: page, results: results),
            ec2: ec2,
            context: context
        )
    }

    func createImage() async throws -> BackupProgress {
        try await CreateImage.run(input(), ec2: ec2, context: context)
    }

    func createSnapshots() async throws -> BackupProgress {
        try await CreateSnapshots.run(input(), ec2: ec2, context: context)
    }

    func tag(_ item: BackupItem, tries: Int = 0) async throws -> BackupProgress {
        try await TagSnapshots.run(input(item, tries: tries), ec2: ec2, context: context)
    }

    func copy(_ item: BackupItem) async throws -> BackupProgress {
        try await CopySnapshots.run(input(item), ec2: ec2, context: context)
    }

    func deleteSources(_ item: BackupItem) async throws -> BackupProgress {
        try await DeleteSourceSnapshots.run(input(item), ec2: ec2, context: context)
    }
}

let backup = Tag(key: "Backup", value: "Yes")

extension [Tag] {
    subscript(_ key: String) -> String? { value(of: key) }
}
