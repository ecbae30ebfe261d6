// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension Snapshot {
    static let xml = XMLMapping(
        start: Snapshot(snapshotID: "", state: .other("")),
        [
            .required("snapshotId", \.snapshotID),
            .text("volumeId", \.volumeID),
            .text("status", \.state),
            .text("statusMessage", \.stateMessage),
            .date("startTime", \.startTime),
            .text("volumeSize", \.volumeSizeGiB),
            .text("fullSnapshotSizeInBytes", \.fullSizeBytes),
            .text("ownerId", \.ownerID),
            .text("description", \.description),
            .text("encrypted", \.isEncrypted),
            .text("storageTier", \.storageTier),
            .items("tagSet", \.tags, Tag.xml),
        ]
    )
}

extension Snapshot.State: XMLTextValue {
    package init?(xmlText: String) { self.init(rawValue: xmlText) }
    package static var xmlDescription: String { "the state of a snapshot" }
}
