// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ImageLifecycle

/// The steps that see a backup through: tags, copies, and the end of a source.
struct FinishBackupTests {
    // MARK: TagSnapshots

    @Test func waitsForIDsThatAppearLateAndRemovesTheMarkerLast() async throws {
        let scene = BackupScene { $0.tags = [TemplateTag(key: "Volume", value: TextTemplate(known: "{volumeID}"))] }
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2"], tags: [backup])
        let begun = try await scene.createImage()
        let imageID = try #require(begun.item.imageID)
        let mappings = try #require(await scene.ec2.images.first?.blockDeviceMappings)
        await scene.ec2.change(imageID) { $0.blockDeviceMappings[1].ebs = EBSBlockDevice(volumeSizeGiB: 8) }
        var progress = try await scene.tag(begun.item)
        #expect(progress.state == .pending)
        await scene.ec2.change(imageID) { $0.blockDeviceMappings = mappings }
        await scene.ec2.complete()
        progress = try await scene.tag(progress.item)
        #expect(progress.state == .ended && progress.result.outcome == .done && progress.result.snapshots == 2)
        let snapshots = await scene.ec2.snapshots
        #expect(snapshots.map { $0.tags["Volume"] } == ["vol-1", "vol-2"])
        #expect(snapshots.allSatisfy { $0.tags[ShelflifeTag.sourceVolume] == $0.volumeID })
        #expect(await scene.ec2.images.first?.tags[ShelflifeTag.unfinished] == nil)
        let calls = await scene.ec2.calls.filter { ["CreateTags", "DeleteTags"].contains($0) }
        #expect(calls == ["CreateTags", "CreateTags", "DeleteTags"])
    }

    @Test func tagsTheOthersAndKeepsTheMarkerWhereOneIsRefused() async throws {
        let scene = BackupScene()
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2"], tags: [backup])
        let begun = try await scene.createImage()
        await scene.ec2.complete()
        let first = try #require(await scene.ec2.snapshots.first?.snapshotID)
        await scene.ec2.fail(id: first, with: .refusal("CreateTags", "UnauthorizedOperation"))
        let progress = try await scene.tag(begun.item)
        #expect(progress.state == .ended && progress.result.outcome == .failed)
        #expect(await scene.ec2.snapshots.map { $0.tags[ShelflifeTag.sourceVolume] } == [nil, "vol-2"])
        #expect(await scene.ec2.images.first?.tags[ShelflifeTag.unfinished] == "yes")
        // The next run finishes it.
        await scene.ec2.fail(id: first, with: nil)
        #expect(try await scene.tag(begun.item).result.outcome == .done)
        #expect(await scene.ec2.images.first?.tags[ShelflifeTag.unfinished] == nil)
    }

    @Test func saysWhichSnapshotEndedInErrorOrNeverAppeared() async throws {
        let scene = BackupScene()
        await scene.ec2.add("i-1", volumes: ["vol-1", "vol-2"], tags: [backup])
        var item = try await scene.createSnapshots().item
        await scene.ec2.complete()
        let ids = try #require(item.snapshotIDs)
        await scene.ec2.changeSnapshot(ids[0]) { ($0.state, $0.stateMessage) = (.error, "disk on fire") }
        let progress = try await scene.tag(item)
        #expect(progress.result.reason == "the snapshot \(ids[0]) ended in error: disk on fire")
        #expect(progress.result.outcome == .failed && progress.item.snapshotIDs == [ids[1]])
        item = BackupItem(id: "i-1", instanceID: "i-1", snapshotIDs: ["snap-never"])
        #expect(try await scene.tag(item, tries: 4).state == .pending)
        #expect(try await scene.tag(item, tries: 5).result.reason == "the snapshot snap-never is gone")
    }

    // MARK: CopySnapshots

    /// An account in two regions with a completed snapshot in the first, of which a policy wants a copy.
    private func copies(
        keepSource: Bool = false,
        regions: [String] = ["eu-west-1"]
    ) async throws -> (scene: BackupScene, west: FakeEC2, item: BackupItem) {
        let account = FakeRegions(["us-east-1", "eu-west-1", "us-west-2"])
        var scene = BackupScene {
            $0.copies = [CopyPolicy(regions: regions, kmsKeyID: "alias/backup", keepSource: keepSource)]
        }
        scene.ec2 = try #require(account["us-east-1"])
        await scene.ec2.add("i-1", volumes: ["vol-1"], tags: [backup])
        let begun = try await scene.createSnapshots()
        await scene.ec2.complete()
        let progress = try await scene.tag(begun.item)
        #expect(progress.state == .copying)
        return (scene, try #require(account["eu-west-1"]), progress.item)
    }

    @Test func copiesWithTagsAndLetsTheSourceGoOnlyThen() async throws {
        let (scene, west, item) = try await copies()
        #expect(try await scene.copy(item).state == .pending)
        let copy = try #require(await west.snapshots.first)
        let source = try #require(item.snapshotIDs?.first)
        #expect(copy.tags[ShelflifeTag.sourceSnapshot] == source && copy.tags[ShelflifeTag.sourceVolume] == "vol-1")
        #expect(copy.tags[ShelflifeTag.policy] == "p" && copy.tags[ShelflifeTag.unfinished] == nil)
        // Not yet complete: nothing is made twice, and nothing goes.
        #expect(try await scene.copy(item).state == .pending)
        #expect(try await scene.deleteSources(item).result.copies == 0)
        #expect(await scene.ec2.snapshots.count == 1)
        await west.complete()
        #expect(try await scene.copy(item).state == .deleting)
        #expect(await west.calls.count { $0 == "CopySnapshot" } == 1)
        let ended = try await scene.deleteSources(item)
        #expect(ended.result.outcome == .done && ended.result.copies == 1 && ended.result.snapshots == 1)
        #expect(await scene.ec2.snapshots.isEmpty)
        // Once more, as a retry does.
        #expect(try await scene.deleteSources(item).result.outcome == .done)
    }

    @Test(arguments: ["excluded", "not to be asked about"])
    func keepsASourceThatSomebodyMayNeed(_ need: String) async throws {
        var (scene, west, item) = try await copies()
        _ = try await scene.copy(item)
        await west.complete()
        let source = try #require(item.snapshotIDs?.first)
        if need == "excluded" {
            scene.policy.select.exclude.ids = [source]
        } else {
            let denied = EC2Error.refusal("DescribeSnapshotAttribute", "UnauthorizedOperation")
            await scene.ec2.fail("DescribeSnapshotAttribute", with: denied)
        }
        let result = try await scene.deleteSources(item).result
        #expect(result.copies == 1)
        // Kept on purpose is done; kept because nobody could tell is for somebody to look at.
        #expect((result.reason?.hasPrefix("\(source) stays: shared (not evaluated)") == true) == (need != "excluded"))
        #expect(await scene.ec2.snapshots.map(\.snapshotID) == [source])
    }

    @Test func mendsTheTagsOfACopyBeforeItsSourceGoes() async throws {
        let (scene, west, item) = try await copies()
        _ = try await scene.copy(item)
        await west.complete()
        let copyID = try #require(await west.snapshots.first?.snapshotID)
        await west.changeSnapshot(copyID) { $0.tags.removeAll { $0.key == ShelflifeTag.sourceInstance } }
        _ = try await scene.deleteSources(item)
        #expect(await scene.ec2.snapshots.count == 1)
        #expect(try await scene.copy(item).state == .pending)
        #expect(await west.snapshots.first?.tags[ShelflifeTag.sourceInstance] == "i-1")
        #expect(try await scene.copy(item).state == .deleting)
    }

    @Test func keepsTheSourceThatIsToStayAndRemovesItsMarker() async throws {
        let (scene, west, item) = try await copies(keepSource: true)
        _ = try await scene.copy(item)
        await west.complete()
        #expect(try await scene.copy(item).state == .ended)
        #expect(await scene.ec2.snapshots.map { $0.tags[ShelflifeTag.unfinished] } == [nil])
    }

    @Test func triesACopyThatEndedInErrorOnceMoreInARun() async throws {
        let (scene, west, item) = try await copies()
        await west.refuseKeys("Given key ID is not accessible")
        _ = try await scene.copy(item)
        await west.complete()
        #expect(try await scene.copy(item).state == .pending)
        #expect(await west.snapshots.count == 1)
        await west.complete()
        let failed = try await scene.copy(item)
        #expect(failed.state == .ended && failed.result.outcome == .failed)
        #expect(failed.result.reason?.contains("ended in error: Given key ID is not accessible") == true)
        #expect(await west.calls.count { $0 == "CopySnapshot" } == 2)
        #expect(await scene.ec2.snapshots.first?.tags[ShelflifeTag.unfinished] == "yes")
        // The next run cleans up, and succeeds if the key may be used by then.
        var next = scene
        next.now = now.addingTimeInterval(86_400)
        await west.refuseKeys(nil)
        #expect(try await next.copy(item).state == .pending)
        await west.complete()
        #expect(try await next.copy(item).state == .deleting)
        #expect(await west.snapshots.map(\.state) == [.completed])
    }

    @Test(arguments: ["ResourceLimitExceeded", "RequestLimitExceeded"])
    func waitsForRoomAmongTheCopies(_ code: String) async throws {
        let (scene, west, item) = try await copies()
        await west.fail("CopySnapshot", with: .refusal("CopySnapshot", code))
        for _ in 0..<3 { #expect(try await scene.copy(item).state == .pending) }
        await west.fail("CopySnapshot", with: nil)
        #expect(try await scene.copy(item).state == .pending)
        await west.complete()
        #expect(try await scene.copy(item).result.copies == 1)
    }

    @Test func deletesNoSourceOfWhichOneCopyIsMissing() async throws {
        let (scene, west, item) = try await copies(regions: ["eu-west-1", "mars-east-1"])
        _ = try await scene.copy(item)
        await west.complete()
        let progress = try await scene.copy(item)
        #expect(progress.state == .ended && progress.result.copies == 1)
        #expect(
            progress.result.reason == "the region \"mars-east-1\" does not exist, or the account cannot use it"
        )
        _ = try await scene.deleteSources(item)
        #expect(await scene.ec2.snapshots.map { $0.tags[ShelflifeTag.unfinished] } == ["yes"])
    }

    @Test func deletesNoSourceThatAnImageUsesOrATagKeeps() async throws {
        for isTagged in [true, false] {
            let (scene, west, item) = try await copies()
            let source = try #require(item.snapshotIDs?.first)
            _ = try await scene.copy(item)
            await west.complete()
            if isTagged {
                try await scene.ec2.createTags([Tag(key: "shelflife:keep", value: "")], on: [source])
            } else {
                await scene.ec2.add(image("ami-1", snapshots: [source]))
            }
            _ = try await scene.copy(item)
            _ = try await scene.deleteSources(item)
            #expect(await scene.ec2.snapshots.map(\.snapshotID) == [source])
        }
    }
}
