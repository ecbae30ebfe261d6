// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox
import Foundation
import ImageLifecycle

/// Ids that say what they are: `id("ami", 7)` is `ami-00000000000000007`.
func id(_ prefix: String, _ number: Int) -> String {
    let digits = String(number)
    return prefix + "-" + String(repeating: "0", count: 17 - digits.count) + digits
}

func tags(_ values: [String: String]) -> [ImageLifecycle.Tag] {
    values.sorted { $0.key < $1.key }.map { ImageLifecycle.Tag(key: $0.key, value: $0.value) }
}

extension AccountRegion {
    /// A running instance with a volume for each of the sizes: volume 1 of instance 7 is `id("vol", 701)`.
    mutating func addInstance(
        _ number: Int,
        tags: [String: String],
        sizesGiB: [Int] = [8],
        state: InstanceRecord.State = .running,
        volumeTags: [Int: [String: String]] = [:]
    ) {
        let devices = ["/dev/xvda", "/dev/sdf", "/dev/sdg", "/dev/sdh"]
        var instance = InstanceRecord(
            id: id("i", number),
            reservationID: id("r", number),
            imageID: id("ami", 999_999),
            state: state,
            launchTime: now.addingTimeInterval(-86_400),
            availabilityZone: name + "a",
            tags: LocalRunnerTests.tags(tags)
        )
        for (index, size) in sizesGiB.enumerated() {
            let volumeID = id("vol", number * 100 + index + 1)
            instance.volumeIDs.append(volumeID)
            put(
                VolumeRecord(
                    id: volumeID,
                    sizeGiB: size,
                    availabilityZone: name + "a",
                    createTime: now.addingTimeInterval(-86_400),
                    attachment: VolumeRecord.Attachment(
                        instanceID: instance.id,
                        deviceName: devices[index],
                        attachedAt: now.addingTimeInterval(-86_400)
                    ),
                    tags: LocalRunnerTests.tags(volumeTags[index + 1] ?? [:])
                )
            )
        }
        put(instance)
    }

    /// An own available image with a snapshot of 8 GiB: the snapshot of image 7 is `id("snap", 7)`.
    mutating func addImage(
        _ number: Int,
        ageHours: Double,
        tags: [String: String] = [:],
        snapshots: [Int]? = nil,
        change: (inout ImageRecord) -> Void = { _ in }
    ) {
        let created = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - ageHours * 3600).rounded(.down))
        let snapshotIDs = (snapshots ?? [number]).map { id("snap", $0) }
        for snapshotID in snapshotIDs where self.snapshots[snapshotID] == nil {
            put(
                SnapshotRecord(
                    id: snapshotID,
                    ownerID: accountID,
                    volumeID: id("vol", 1),
                    startTime: created,
                    sizeGiB: 8
                )
            )
        }
        var image = ImageRecord(
            id: id("ami", number),
            ownerID: accountID,
            name: "image-\(number)",
            creationDate: created,
            devices: snapshotIDs.enumerated().map { index, snapshotID in
                DeviceMapping(
                    deviceName: "/dev/sd\(index)",
                    ebs: DeviceMapping.EBS(snapshotID: snapshotID, sizeGiB: 8)
                )
            },
            tags: LocalRunnerTests.tags(tags)
        )
        change(&image)
        put(image)
    }
}
