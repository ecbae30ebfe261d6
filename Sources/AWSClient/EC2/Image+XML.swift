// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Tag {
    static let xml = XMLMapping(start: Tag(key: "", value: ""), [.text("key", \.key), .text("value", \.value)])
}

extension EBSBlockDevice {
    static let xml = XMLMapping(
        start: EBSBlockDevice(),
        [
            .text("snapshotId", \.snapshotID),
            .text("volumeId", \.volumeID),
            .text("volumeSize", \.volumeSizeGiB),
            .text("encrypted", \.isEncrypted),
        ]
    )
}

extension BlockDeviceMapping {
    static let xml = XMLMapping(
        start: BlockDeviceMapping(deviceName: ""),
        [.text("deviceName", \.deviceName), .structure("ebs", \.ebs, EBSBlockDevice.xml)]
    )
}

extension Image {
    static let xml = XMLMapping(
        start: Image(imageID: "", state: ImageState(rawValue: "")),
        [
            .required("imageId", \.imageID),
            .text("name", \.name),
            .text("description", \.description),
            .text("imageOwnerId", \.ownerID),
            .text("imageOwnerAlias", \.ownerAlias),
            .text("imageState", \.state),
            .date("creationDate", \.creationDate),
            // A launch of nobody knows when may have been just now.
            .date("lastLaunchedTime", \.lastLaunchedTime, unreadable: .distantFuture),
            .date("deprecationTime", \.deprecationTime),
            .text("deregistrationProtection", \.deregistrationProtection),
            .text("isPublic", \.isPublic),
            .items("blockDeviceMapping", \.blockDeviceMappings, BlockDeviceMapping.xml),
            .text("sourceInstanceId", \.sourceInstanceID),
            .text("sourceImageId", \.sourceImageID),
            .items("tagSet", \.tags, Tag.xml),
        ]
    )
}

extension ImageReference {
    static let xml = XMLMapping(
        start: ImageReference(imageID: "", resourceType: "", arn: ""),
        [.required("imageId", \.imageID), .text("resourceType", \.resourceType), .text("arn", \.arn)]
    )
}

extension ImageState: XMLTextValue {
    package init?(xmlText: String) { self.init(rawValue: xmlText) }
    package static var xmlDescription: String { "the state of an image" }
}

extension DeregistrationProtection: XMLTextValue {
    package init?(xmlText: String) { self = xmlText == "disabled" ? .disabled : .enabled(xmlText) }
    package static var xmlDescription: String { "a kind of protection" }
}
