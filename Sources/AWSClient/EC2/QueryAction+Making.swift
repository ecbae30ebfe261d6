// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension QueryAction where Output == Page<Volume> {
    static let describeVolumes = reads("DescribeVolumes", .page("volumeSet", Volume.xml))
}

extension QueryAction where Output == MadeImage {
    // A second image would be made, so a lost answer is the caller's to clear up.
    static let createImage = changes("CreateImage", isRepeatable: false, MadeImage.xml)
}

extension QueryAction where Output == Snapshot {
    static let createSnapshot = changes("CreateSnapshot", isRepeatable: false, Snapshot.xml)
}

extension QueryAction where Output == Page<Snapshot> {
    static let createSnapshots = changes("CreateSnapshots", isRepeatable: false, .page("snapshotSet", Snapshot.made))
}

extension QueryAction where Output == MadeCopy {
    static let copySnapshot = changes("CopySnapshot", isRepeatable: false, MadeCopy.xml)
}

extension QueryAction where Output == Page<RegionName> {
    static let describeRegions = reads("DescribeRegions", .page("regionInfo", RegionName.xml))
}

extension QueryAction where Output == NoOutput {
    static let createTags = changes("CreateTags", isRepeatable: true, NoOutput.xml)
    static let deleteTags = changes("DeleteTags", isRepeatable: true, NoOutput.xml)
}

/// What `CreateImage` answers.
struct MadeImage: Sendable {
    var imageID = ""

    static let xml = XMLMapping(start: MadeImage(), [.required("imageId", \.imageID)])
}

/// What `CopySnapshot` answers.
struct MadeCopy: Sendable {
    var snapshotID = ""

    static let xml = XMLMapping(start: MadeCopy(), [.required("snapshotId", \.snapshotID)])
}

struct RegionName: Sendable {
    var name = ""

    static let xml = XMLMapping(start: RegionName(), [.required("regionName", \.name)])
}

extension Volume {
    static let xml = XMLMapping(
        start: Volume(volumeID: "", state: ""),
        [
            .required("volumeId", \.volumeID),
            .text("status", \.state),
            .text("size", \.sizeGiB),
            .text("encrypted", \.isEncrypted),
            .items("tagSet", \.tags, Tag.xml),
        ]
    )
}

extension Snapshot {
    /// A snapshot as `CreateSnapshots` lists it, which calls the state by another name than all others do.
    static let made = XMLMapping(
        start: Snapshot(snapshotID: "", state: .other("")),
        [
            .required("snapshotId", \.snapshotID),
            .text("volumeId", \.volumeID),
            .text("state", \.state),
            .date("startTime", \.startTime),
            .text("volumeSize", \.volumeSizeGiB),
            .text("ownerId", \.ownerID),
            .text("description", \.description),
            .text("encrypted", \.isEncrypted),
            .items("tagSet", \.tags, Tag.xml),
        ]
    )
}
