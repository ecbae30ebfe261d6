// SPDX-License-Identifier: Apache-2.0

/// A volume of an instance.
struct AttachedVolume: Sendable, Hashable {
    let volumeID: String
    let device: String
    let isRoot: Bool
    /// nil if EC2 does not list it.
    let volume: Volume?

    /// The EBS volumes of an instance, in the order of its devices.
    static func all(of instance: Instance, ec2: some EC2) async throws(EC2Error) -> [AttachedVolume] {
        let volumeIDs = instance.volumeIDs
        return volumeIDs.isEmpty ? [] : all(of: instance, among: try await ec2.volumes(volumeIDs))
    }

    /// The same, of volumes that are known.
    static func all(of instance: Instance, among volumes: [String: Volume]) -> [AttachedVolume] {
        instance.blockDeviceMappings.compactMap { mapping in
            guard let volumeID = mapping.ebs?.volumeID else { return nil }
            return AttachedVolume(
                volumeID: volumeID,
                device: mapping.deviceName,
                isRoot: mapping.deviceName == instance.rootDeviceName,
                volume: volumes[volumeID]
            )
        }
    }

    /// Whether a policy wants it backed up.
    func isWanted(by create: CreatePolicy) -> Bool {
        switch create.volumes {
        case .all: break
        case .root: guard isRoot else { return false }
        case .data: guard !isRoot else { return false }
        }
        let tags = volume?.tags ?? []
        return !create.excludeVolumes.contains { $0.matches(tags) }
    }
}

extension Instance {
    /// In the order of its devices.
    var volumeIDs: [String] { blockDeviceMappings.compactMap { $0.ebs?.volumeID } }
}
