// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox

extension AccountFile {
    /// Refuses what a real account could not be.
    func check() throws(AccountFileError) {
        guard format == Self.currentFormat else {
            throw AccountFileError("format: \"\(format)\" is not known here; this version reads \(Self.currentFormat)")
        }
        guard accountID.utf8.count == 12, accountID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw AccountFileError("accountID: \"\(accountID)\" has not 12 digits")
        }
        guard Account.regionNames.contains(region) else {
            throw AccountFileError("region: \"\(region)\" is no region that is known here")
        }
        try check(instances.map(\.instanceID), "instances", "instanceID", prefix: "i-")
        try check(volumes.map(\.volumeID), "volumes", "volumeID", prefix: "vol-")
        try check(images.map(\.imageID), "images", "imageID", prefix: "ami-")
        try check(snapshots.map(\.snapshotID), "snapshots", "snapshotID", prefix: "snap-")
        for (index, instance) in instances.enumerated() where InstanceRecord.State(rawValue: instance.state) == nil {
            throw AccountFileError("instances.\(index).state: \"\(instance.state)\" is no state of an instance")
        }
        for (index, image) in images.enumerated() where ImageRecord.State(rawValue: image.state) == nil {
            throw AccountFileError("images.\(index).state: \"\(image.state)\" is no state of an image")
        }
        for (index, snapshot) in snapshots.enumerated() {
            guard SnapshotRecord.State(rawValue: snapshot.state) != nil else {
                throw AccountFileError("snapshots.\(index).state: \"\(snapshot.state)\" is no state of a snapshot")
            }
            guard (0...65_536).contains(snapshot.sizeGiB), snapshot.fullSizeBytes ?? 0 >= 0 else {
                throw AccountFileError("snapshots.\(index): has an impossible size")
            }
        }
    }

    private func check(
        _ ids: [String],
        _ list: String,
        _ field: String,
        prefix: String
    ) throws(AccountFileError) {
        var seen: Set<String> = []
        for (index, id) in ids.enumerated() {
            let digits = id.utf8.dropFirst(prefix.utf8.count)
            guard id.hasPrefix(prefix), [8, 17].contains(digits.count) else {
                throw AccountFileError("\(list).\(index).\(field): \"\(id)\" is no id like \(prefix)0123456789abcdef0")
            }
            guard seen.insert(id).inserted else {
                throw AccountFileError("\(list).\(index).\(field): \(id) is there twice")
            }
        }
    }
}
