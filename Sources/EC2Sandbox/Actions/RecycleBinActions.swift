// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let listImagesInRecycleBin = Action(
        "ListImagesInRecycleBin",
        .reading,
        ["ImageId", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let ids = Set(try parameters.strings("ImageId"))
        let paging = try Paging(parameters, action: "ListImagesInRecycleBin", range: 1...1000)
        let few = ids.isEmpty ? nil : region.recycledImages.entries(of: ids)
        let (entries, nextToken) = paging.page(region.recycledImages, among: few) { _ in true }
        xml.list("imageSet", entries) { xml, entry in
            xml.text("imageId", entry.id)
            xml.text("name", entry.record.name)
            xml.text("description", entry.record.description)
            xml.date("recycleBinEnterTime", entry.enteredAt)
            xml.date("recycleBinExitTime", entry.exitsAt)
        }
        xml.text("nextToken", nextToken)
    }

    static let listSnapshotsInRecycleBin = Action(
        "ListSnapshotsInRecycleBin",
        .reading,
        ["SnapshotId", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let ids = Set(try parameters.strings("SnapshotId"))
        let paging = try Paging(parameters, action: "ListSnapshotsInRecycleBin")
        let few = ids.isEmpty ? nil : region.recycledSnapshots.entries(of: ids)
        let (entries, nextToken) = paging.page(region.recycledSnapshots, among: few) { _ in true }
        xml.list("snapshotSet", entries) { xml, entry in
            xml.text("snapshotId", entry.id)
            xml.date("recycleBinEnterTime", entry.enteredAt)
            xml.date("recycleBinExitTime", entry.exitsAt)
            xml.text("description", entry.record.description)
            xml.text("volumeId", entry.record.volumeID)
        }
        xml.text("nextToken", nextToken)
    }

    static let restoreImageFromRecycleBin = Action("RestoreImageFromRecycleBin", .mutating, ["ImageId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let id = try parameters.required("ImageId")
        guard let entry = region.recycledImages[id] else {
            throw EC2Failure("InvalidAMIID.NotFound", "The image id '[\(id)]' does not exist in the Recycle Bin")
        }
        // Its snapshots have a rule of their own and must be back first.
        for snapshotID in entry.record.snapshotIDs { _ = try region.snapshot(snapshotID) }
        try region.checkImageName(entry.record.name)
        region.recycledImages.remove(id)
        region.put(entry.record)
        xml.bool("return", true)
    }

    static let restoreSnapshotFromRecycleBin = Action("RestoreSnapshotFromRecycleBin", .mutating, ["SnapshotId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let id = try parameters.required("SnapshotId")
        guard let entry = region.recycledSnapshots.remove(id) else {
            throw EC2Failure("InvalidSnapshot.NotFound", "The snapshot '\(id)' does not exist in the Recycle Bin.")
        }
        let snapshot = entry.record
        region.put(snapshot)
        xml.text("snapshotId", snapshot.id)
        xml.text("description", snapshot.description)
        xml.bool("encrypted", snapshot.isEncrypted)
        xml.text("ownerId", snapshot.ownerID)
        xml.text("progress", snapshot.progress(at: region.now))
        xml.date("startTime", snapshot.startTime)
        xml.text("status", snapshot.state.rawValue)
        xml.text("volumeId", snapshot.volumeID)
        xml.integer("volumeSize", snapshot.sizeGiB)
    }
}
