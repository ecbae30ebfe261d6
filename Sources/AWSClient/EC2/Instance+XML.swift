// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

extension Instance {
    static let xml = XMLMapping(
        start: Instance(instanceID: "", state: ""),
        [
            .required("instanceId", \.instanceID),
            .text("imageId", \.imageID),
            .inside("instanceState", [.text("name", \.state)]),
            .date("launchTime", \.launchTime),
            .text("rootDeviceName", \.rootDeviceName),
            .items("blockDeviceMapping", \.blockDeviceMappings, BlockDeviceMapping.xml),
            .items("tagSet", \.tags, Tag.xml),
        ]
    )
}
