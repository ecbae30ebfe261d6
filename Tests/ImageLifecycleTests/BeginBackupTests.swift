// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// The steps that find what is to be backed up, and begin it.
struct BeginBackupTests {
    // MARK: ListBackupTargets

    @Test func listsWhatIsSelectedAndThereWithAReasonForTheRest() async throws {
        let scene = BackupScene()
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        await scene.ec2.add("i-2", volumes: ["vol-2"], tags: [backup], state: "terminated")
        await scene.ec2.add("i-3", volumes: [], tags: [backup])
        await scene.ec2.add("i-4", volumes: ["vol-4"], tags: [Tag(key: "backup", value: "Yes")])
        let output = try await scene.list(.volumes)
        #expect(output.items == [BackupItem(id: "i-1", instanceID: "i-1")])
        #expect(output.cursor == nil)
        #expect(output.tally.skippedBy == ["state": 1, "volumes": 1, "selection": 1])
        #expect((output.tally.scanned, output.tally.targets) == (4, 1))
    }

    @Test func listsEveryTargetOnceInPages() async throws {
        let scene = BackupScene()
        let count = 2 * ListBackupTargets.mostItems + 50
        for number in 0..<count {
            await scene.ec2.add("i-\(10_000 + number)", volumes: ["vol-\(number)"], tags: [backup])
        }
        var page: BackupPage?
        var results: [BackupResult] = []
        var ids: [String] = []
        repeat {
            let output = try await scene.list(.images, page: page, results: results)
            #expect(output.items.count <= ListBackupTargets.mostItems)
            ids += output.items.map(\.id)
            results = output.items.map { BackupResult(id: $0.id, outcome: .done) }
            page = BackupPage(cursor: output.cursor, tally: output.tally)
        } while page?.cursor != nil
        #expect(ids == ids.sorted() && Set(ids).count == count)
        let last = try await scene.list(.images, page: page, results: results)
        #expect(last.items.isEmpty && last.tally.done == count && last.tally.unaccounted == 0)
    }

    @Test func takesUpWhatEarlierRunsLeftUnfinishedButNotItsOwn() async throws {
        let scene = BackupScene()
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        var earlier = scene
        earlier.now = now.addingTimeInterval(-86_400)
        for (snapshotID, tags) in [
            ("snap-1", earlier.madeTags), ("snap-2", earlier.madeTags), ("snap-3", scene.madeTags),
            ("snap-4", [backup]),
        ] { await scene.ec2.add(snapshot(snapshotID, tags: tags)) }
        let output = try await scene.list(.volumes)
        #expect(
            output.items == [
                BackupItem(id: "i-1", instanceID: "i-1"),
                BackupItem(id: "snap-1", instanceID: "i-1", snapshotIDs: ["snap-1", "snap-2"]),
            ]
        )
        #expect(output.tally.takenUp == 1)
    }

    // MARK: CreateImage

    @Test func beginsAnImageWithItsTagsInTheSameCall() async throws {
        let scene = BackupScene { create in
            create.copyTags = .keys(["TEAM"])
            create.tags = [TemplateTag(key: "Volume", value: TextTemplate(known: "{volumeID}"))]
        }
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2"], tags: [backup, Tag(key: "TEAM", value: "x")])
        let progress = try await scene.createImage()
        let image = try #require(await scene.ec2.images.first)
        #expect(progress.state == .pending && progress.item.imageID == image.imageID)
        #expect(image.tags["TEAM"] == "x" && image.tags[ShelflifeTag.run] == scene.run)
        #expect(image.tags[ShelflifeTag.unfinished] == "yes" && image.tags["Volume"] == nil)
        #expect(await !scene.ec2.calls.contains("CreateTags"))
    }

    @Test func findsTheImageWhoseAnswerWasLost() async throws {
        let scene = BackupScene()
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        await scene.ec2.loseAnswer(to: "CreateImage")
        let error = await #expect(throws: StepError.self) { try await scene.createImage() }
        #expect(error?.type == StepError.Name.answerLost.rawValue)
        let progress = try await scene.createImage()
        #expect(await scene.ec2.images.map(\.imageID) == [progress.item.imageID])
        #expect(await scene.ec2.calls.count { $0 == "CreateImage" } == 1)
    }

    @Test func takesAnotherNameOnlyWhereAStrangerHasIt() async throws {
        let scene = BackupScene { $0.name = TextTemplate(known: "web") }
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        var stranger = image("ami-stranger")
        stranger.name = "web"
        await scene.ec2.add(stranger)
        _ = try await scene.createImage()
        let names = await scene.ec2.images.compactMap(\.name)
        #expect(names.count == 2)
        #expect(names.last?.hasPrefix("web-") == true && names.last?.hasSuffix("i-1") == true)
    }

    @Test func saysWhatIsGoneAndWhatIsRefused() async throws {
        let scene = BackupScene()
        let gone = try await scene.createImage()
        #expect(gone.state == .ended && gone.result.outcome == .failed)
        #expect(gone.result.reason == "the instance i-1 is gone")
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        await scene.ec2.fail(id: "i-1", with: .refusal("CreateImage", "UnauthorizedOperation"))
        let refused = try await scene.createImage()
        #expect(refused.result.outcome == .failed)
        #expect(refused.result.reason?.contains("UnauthorizedOperation") == true)
    }

    /// Limits and states that pass are errors that the state machine waits after.
    @Test(arguments: [
        "ResourceLimitExceeded", "ConcurrentSnapshotLimitExceeded", "SnapshotCreationPerVolumeRateExceeded",
        "PendingSnapshotLimitExceeded", "IncorrectState", "IncorrectInstanceState",
        "ConcurrentCreateImageNoRebootLimitExceeded",
    ])
    func asksToWaitForLimitsAndStates(_ code: String) async throws {
        for multiVolume in [true, false] {
            let scene = BackupScene { $0.multiVolume = multiVolume }
            await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
            for id in ["i-1", "vol-1"] { await scene.ec2.fail(id: id, with: .refusal("Create", code)) }
            let ofImage = await #expect(throws: StepError.self) { try await scene.createImage() }
            let ofSnapshot = await #expect(throws: StepError.self) { try await scene.createSnapshots() }
            #expect([ofImage?.type, ofSnapshot?.type] == [StepError.Name.busy.rawValue, StepError.Name.busy.rawValue])
        }
    }

    // MARK: CreateSnapshots

    @Test(arguments: [true, false])
    func findsTheSnapshotsWhoseAnswerWasLost(_ multiVolume: Bool) async throws {
        let scene = BackupScene { $0.multiVolume = multiVolume }
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2"], tags: [backup])
        await scene.ec2.loseAnswer(to: multiVolume ? "CreateSnapshots" : "CreateSnapshot")
        await #expect(throws: StepError.self) { try await scene.createSnapshots() }
        let progress = try await scene.createSnapshots()
        let made = await scene.ec2.snapshots
        #expect(made.map(\.volumeID).sorted() == ["vol-1", "vol-2"])
        #expect(progress.item.snapshotIDs == made.map(\.snapshotID).sorted())
    }

    @Test func goesOnWithTheOtherVolumesOfAnInstance() async throws {
        let scene = BackupScene { $0.multiVolume = false }
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2", "vol-3"], tags: [backup])
        await scene.ec2.fail(id: "vol-1", with: .refusal("CreateSnapshot", "UnauthorizedOperation"))
        await scene.ec2.fail(id: "vol-2", with: .refusal("CreateSnapshot", "ConcurrentSnapshotLimitExceeded"))
        // One must wait, so the step is tried again; the third volume was not held up by it.
        await #expect(throws: StepError.self) { try await scene.createSnapshots() }
        #expect(await scene.ec2.snapshots.map(\.volumeID) == ["vol-3"])
        await scene.ec2.fail(id: "vol-2", with: nil)
        let progress = try await scene.createSnapshots()
        #expect(await scene.ec2.snapshots.map(\.volumeID) == ["vol-3", "vol-2"])
        #expect(progress.state == .pending && progress.result.outcome == .failed)
        #expect(progress.result.reason?.contains("UnauthorizedOperation") == true)
    }

    /// A number that cannot be read is told; what the policy says instead counts.
    @Test(arguments: [
        ("7", nil), ("seven", "the tag Days of i-1 is \"seven\", no whole number from 1 up; 9 days count"),
        ("0", "the tag Days of i-1 is \"0\", no whole number from 1 up; 9 days count"),
    ])
    func remarksOnNumbersThatCannotBeRead(_ value: String, _ remark: String?) async throws {
        let scene = BackupScene { $0.deleteOn = DeletionDate(tag: "DeleteOn", daysFromTags: ["Days"], days: 9) }
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup, Tag(key: "Days", value: value)])
        var progress = try await scene.createSnapshots()
        #expect(progress.item.remark == remark)
        await scene.ec2.complete()
        progress = try await scene.tag(progress.item)
        #expect(progress.result.outcome == .done && progress.result.reason == remark)
        let tags = try #require(await scene.ec2.snapshots.first?.tags)
        let days = remark == nil ? 7.0 : 9
        #expect(
            tags["DeleteOn"]
                == now.addingTimeInterval(days * 86_400).formatted(.iso8601.year().month().day())
        )
        #expect(tags[ShelflifeTag.unfinished] == nil)
    }

    @Test func makesNothingInReportMode() async throws {
        var scene = BackupScene { $0.copies = [CopyPolicy(regions: ["eu-west-1"])] }
        scene.policy.mode = .report
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        await scene.ec2.add(snapshot("snap-1", tags: scene.madeTags))
        let item = BackupItem(id: "snap-1", instanceID: "i-1", snapshotIDs: ["snap-1"])
        #expect(try await scene.list(.volumes).items.isEmpty)
        for progress in [
            try await scene.createSnapshots(), try await scene.tag(item), try await scene.copy(item),
            try await scene.deleteSources(item),
        ] { #expect(progress.state == .ended && progress.result.reason == "report mode makes nothing") }
        #expect(await FakeEC2.mutations.isDisjoint(with: scene.ec2.calls))
    }
}
