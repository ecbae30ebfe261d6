// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension ImageRecord {
    var location: String { "\(ownerID)/\(name)" }

    var rootDeviceType: String {
        devices.contains { $0.deviceName == rootDeviceName && $0.ebs != nil } ? "ebs" : "instance-store"
    }

    /// The filters of DescribeImages, those on product codes, kernels and free tiers apart: nothing here has any.
    static let filterProperties: [String: FilterSet<ImageRecord>.Property] = [
        "architecture": { [$0.architecture] },
        "block-device-mapping.delete-on-termination": { $0.ebs { "\($0.deletesOnTermination)" } },
        "block-device-mapping.device-name": { $0.devices.map(\.deviceName) },
        "block-device-mapping.encrypted": { $0.ebs { "\($0.isEncrypted)" } },
        "block-device-mapping.snapshot-id": { $0.snapshotIDs },
        "block-device-mapping.volume-size": { $0.ebs { "\($0.sizeGiB)" } },
        "block-device-mapping.volume-type": { $0.ebs { $0.volumeType } },
        "creation-date": { [Timestamp.text($0.creationDate)] },
        "description": { [$0.description ?? ""] },
        "ena-support": { _ in ["true"] },
        "hypervisor": { _ in ["xen"] },
        "image-id": { [$0.id] },
        "image-type": { _ in ["machine"] },
        "is-public": { ["\($0.isPublic)"] },
        "manifest-location": { [$0.location] },
        "name": { [$0.name] },
        "owner-alias": { $0.ownerAlias.map { [$0] } ?? [] },
        "owner-id": { [$0.ownerID] },
        "platform": { $0.isWindows ? ["windows"] : [] },
        "root-device-name": { [$0.rootDeviceName] },
        "root-device-type": { [$0.rootDeviceType] },
        "source-image-id": { $0.sourceImageID.map { [$0] } ?? [] },
        "source-image-region": { $0.sourceImageRegion.map { [$0] } ?? [] },
        "source-instance-id": { $0.sourceInstanceID.map { [$0] } ?? [] },
        "sriov-net-support": { _ in ["simple"] },
        "state": { [$0.isRegistered ? $0.state.rawValue : State.available.rawValue] },
        "state-reason-message": { $0.stateReason.map { [$0] } ?? [] },
        "virtualization-type": { _ in ["hvm"] },
    ]

    private func ebs(_ text: (DeviceMapping.EBS) -> String) -> [String] {
        devices.compactMap { $0.ebs.map(text) }
    }
}
