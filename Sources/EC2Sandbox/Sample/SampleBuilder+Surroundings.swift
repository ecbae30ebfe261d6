// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// What else a listing may run into.
extension SampleBuilder {
    /// Snapshots whose image is gone, and snapshots of volumes that never had one.
    mutating func makeLooseSnapshots(orphans: Int, volumeBackups: Int) {
        for _ in 0..<orphans {
            let ageHours = Double.random(in: 24...SampleBuilder.oldestHours, using: &random)
            let text = "Created by CreateImage(\(region.generator.id("i"))) for \(region.generator.id("ami"))"
            putSnapshot(ageHours: ageHours, volumeID: region.generator.id("vol"), description: text, tags: [])
        }
        let volumes = region.volumes.map(\.id)
        guard !volumes.isEmpty else { return }
        for number in 0..<volumeBackups {
            let ageHours = Double(number / volumes.count) * 24 + Double.random(in: 0.5...20, using: &random)
            let deleteOn = Timestamp.text(now.addingTimeInterval((14 * 24 - ageHours) * 3600)).prefix(10)
            let tags = [
                Tag(key: "Type", value: "Automated"), Tag(key: "DeleteOn", value: String(deleteOn)),
            ]
            let volumeID = volumes[number % volumes.count]
            putSnapshot(ageHours: ageHours, volumeID: volumeID, description: "nightly - \(volumeID)", tags: tags)
        }
    }

    private mutating func putSnapshot(ageHours: Double, volumeID: String, description: String, tags: [Tag]) {
        let sizeGiB = region.volumes[volumeID]?.sizeGiB ?? [8, 16, 30, 100, 250][Int.random(in: 0..<5, using: &random)]
        let start = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - ageHours * 3600).rounded(.down))
        var snapshot = SnapshotRecord(
            id: region.generator.id("snap"),
            ownerID: region.accountID,
            volumeID: volumeID,
            startTime: start,
            sizeGiB: sizeGiB,
            fullSizeBytes: (sizeGiB << 30) / 100 * Int.random(in: 30...80, using: &random),
            description: description,
            tags: tags
        )
        snapshot.completionTime = start.addingTimeInterval(Double(30 + 3 * sizeGiB))
        region.put(snapshot)
    }

    /// Public images of others, and one that a partner shares: a listing without an owner shows them all.
    mutating func putStrangers() {
        let publishers = [
            ("137112412989", "amazon", "al2023-ami-2023.9.2026", "-kernel-6.12-x86_64"),
            ("099720109477", nil, "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-2026", ""),
            ("136693071363", nil, "debian-12-amd64-2026", "-1995"),
        ]
        for (ownerID, alias, stem, tail) in publishers {
            for month in 1...12 {
                let date = now.addingTimeInterval(-Double(month) * 30 * 86_400)
                let day = Timestamp.text(date).dropFirst(5).prefix(5).split(separator: "-").joined()
                putStranger(ownerID, alias, name: stem + day + tail, date: date, permission: .everybody)
            }
        }
        let date = now.addingTimeInterval(-400 * 86_400)
        let mine = LaunchPermission.account(region.accountID)
        putStranger("210987654321", nil, name: "partner-gateway-1.4", date: date, permission: mine)
    }

    private mutating func putStranger(
        _ ownerID: String,
        _ alias: String?,
        name: String,
        date: Date,
        permission: LaunchPermission
    ) {
        let ebs = DeviceMapping.EBS(snapshotID: region.generator.id("snap"), sizeGiB: 8)
        var image = ImageRecord(
            id: region.generator.id("ami"),
            ownerID: ownerID,
            name: name,
            creationDate: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)),
            devices: [DeviceMapping(deviceName: "/dev/xvda", ebs: ebs)]
        )
        image.ownerAlias = alias
        image.launchPermissions = [permission]
        image.deprecationTime = date.addingTimeInterval(90 * 86_400)
        region.put(image)
    }
}
