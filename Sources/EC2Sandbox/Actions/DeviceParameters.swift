// SPDX-License-Identifier: Apache-2.0

import ImageLifecycle

/// One `BlockDeviceMapping.N` of a request.
struct DeviceRequest {
    let deviceName: String
    let virtualName: String?
    /// Whether the device is to be left out.
    let isSuppressed: Bool
    let snapshotID: String?
    let sizeGiB: Int?
    let volumeType: String?
    let deletesOnTermination: Bool?
    let isEncrypted: Bool?

    private static let volumeTypes: Set<String> = ["standard", "io1", "io2", "gp2", "sc1", "st1", "gp3"]

    init(_ parameters: Parameters) throws(EC2Failure) {
        try parameters.allowOnly(["DeviceName", "VirtualName", "NoDevice", "Ebs"])
        deviceName = try parameters.required("DeviceName")
        virtualName = parameters.string("VirtualName")
        isSuppressed = parameters.contains("NoDevice")
        let ebs = parameters.structure("Ebs")
        snapshotID = ebs?.string("SnapshotId")
        sizeGiB = try ebs?.integer("VolumeSize", in: 1...65_536)
        volumeType = ebs?.string("VolumeType")
        deletesOnTermination = try ebs?.bool("DeleteOnTermination")
        isEncrypted = try ebs?.bool("Encrypted")
        if let volumeType, !Self.volumeTypes.contains(volumeType) {
            throw .invalidValue(volumeType, for: "volumeType")
        }
    }

    /// To leave a device out.
    init(suppressing deviceName: String) {
        self.deviceName = deviceName
        virtualName = nil
        isSuppressed = true
        snapshotID = nil
        sizeGiB = nil
        volumeType = nil
        deletesOnTermination = nil
        isEncrypted = nil
    }

    static func list(_ parameters: Parameters) throws(EC2Failure) -> [DeviceRequest] {
        var requests: [DeviceRequest] = []
        for item in try parameters.structures("BlockDeviceMapping") { try requests.add(DeviceRequest(item)) }
        return requests
    }
}

extension [DeviceRequest] {
    mutating func add(_ request: DeviceRequest) throws(EC2Failure) {
        guard !contains(where: { $0.deviceName == request.deviceName }) else {
            throw EC2Failure(
                "InvalidBlockDeviceMapping",
                "The device '\(request.deviceName)' is used in more than one block-device mapping"
            )
        }
        append(request)
    }
}

extension AccountRegion {
    /// A new device as requested, its size taken from its snapshot when none is given.
    func device(_ request: DeviceRequest) throws(EC2Failure) -> DeviceMapping {
        if let virtualName = request.virtualName {
            return DeviceMapping(deviceName: request.deviceName, virtualName: virtualName)
        }
        let source: SnapshotRecord?
        if let id = request.snapshotID { source = try snapshot(id) } else { source = nil }
        guard let sizeGiB = request.sizeGiB ?? source?.sizeGiB else {
            throw EC2Failure(
                "MissingParameter",
                "The request must contain the parameter size or snapshotId for device \(request.deviceName)"
            )
        }
        guard sizeGiB >= source?.sizeGiB ?? 0 else {
            throw EC2Failure(
                "InvalidBlockDeviceMapping",
                "Volume of size \(sizeGiB)GB is smaller than snapshot '\(request.snapshotID ?? "")'"
            )
        }
        let ebs = DeviceMapping.EBS(
            snapshotID: request.snapshotID,
            sizeGiB: sizeGiB,
            volumeType: request.volumeType ?? "gp2",
            deletesOnTermination: request.deletesOnTermination ?? true,
            isEncrypted: request.isEncrypted ?? source?.isEncrypted ?? false
        )
        return DeviceMapping(deviceName: request.deviceName, ebs: ebs)
    }

    /// The devices of an image with what a request changes about them.
    func devices(_ base: [DeviceMapping], changedBy requests: [DeviceRequest]) throws(EC2Failure) -> [DeviceMapping] {
        var devices = base
        for request in requests {
            guard let position = devices.firstIndex(where: { $0.deviceName == request.deviceName }) else {
                if !request.isSuppressed { devices.append(try device(request)) }
                continue
            }
            if request.isSuppressed {
                devices.remove(at: position)
            } else if var ebs = devices[position].ebs, request.virtualName == nil {
                ebs.sizeGiB = request.sizeGiB ?? ebs.sizeGiB
                ebs.volumeType = request.volumeType ?? ebs.volumeType
                ebs.deletesOnTermination = request.deletesOnTermination ?? ebs.deletesOnTermination
                ebs.isEncrypted = request.isEncrypted ?? ebs.isEncrypted
                devices[position].ebs = ebs
            } else {
                devices[position] = try device(request)
            }
        }
        return devices
    }
}
