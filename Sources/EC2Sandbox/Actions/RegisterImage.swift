// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let registerImage = Action(
        "RegisterImage",
        .mutating,
        [
            "Name", "Description", "Architecture", "RootDeviceName", "BlockDeviceMapping", "VirtualizationType",
            "EnaSupport", "SriovNetSupport", "BootMode", "ImdsSupport", "TpmSupport", "TagSpecification",
            "ImageLocation",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let name = try parameters.required("Name")
        try region.checkImageName(name)
        let tags = try parameters.tagSpecifications(["image"])
        let requests = try DeviceRequest.list(parameters)
        let devices = try region.devices([], changedBy: requests)
        let rootDeviceName = parameters.string("RootDeviceName") ?? devices.first?.deviceName ?? "/dev/sda1"
        guard parameters.contains("ImageLocation") || devices.contains(where: { $0.deviceName == rootDeviceName })
        else {
            throw EC2Failure("InvalidBlockDeviceMapping", "The root device '\(rootDeviceName)' has no mapping.")
        }
        for snapshotID in devices.compactMap({ $0.ebs?.snapshotID }) {
            let snapshot = try region.snapshot(snapshotID)
            guard snapshot.state == .completed else {
                throw EC2Failure("IncorrectState", "The snapshot '\(snapshotID)' is not completed.")
            }
        }
        var image = ImageRecord(
            id: region.generator.id("ami"),
            ownerID: region.accountID,
            name: name,
            creationDate: region.now,
            devices: devices,
            tags: tags["image"] ?? []
        )
        image.description = parameters.string("Description")
        image.rootDeviceName = rootDeviceName
        image.architecture = parameters.string("Architecture") ?? "i386"
        region.register(image)
        xml.text("imageId", image.id)
    }
}
