// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let copyImage = Action(
        acrossRegions: "CopyImage",
        [
            "SourceImageId", "SourceRegion", "Name", "Description", "Encrypted", "KmsKeyId", "ClientToken",
            "CopyImageTags", "TagSpecification",
        ]
    ) { account, call, xml throws(EC2Failure) in
        let parameters = call.parameters
        let sourceID = try parameters.required("SourceImageId")
        let sourceRegion = try call.sourceRegion()
        let copiesTags = try parameters.bool("CopyImageTags") ?? false
        let tags = try parameters.tagSpecifications(["image", "snapshot"])
        let name = try parameters.required("Name")
        let encrypts = try parameters.bool("Encrypted") ?? false

        let source = try account.withRegion(sourceRegion, at: call.time) { region throws(EC2Failure) in
            let image = try region.image(sourceID)
            guard image.state == .available else {
                throw EC2Failure("InvalidAMIID.Unavailable", "The image ID '\(sourceID)' is not available.")
            }
            return (image: image, snapshots: image.snapshotIDs.compactMap { region.snapshots[$0] })
        }
        let id = try account.withRegion(call.region, at: call.time) { region throws(EC2Failure) in
            try region.checkImageName(name)
            var image = source.image
            image.id = region.generator.id("ami")
            image.ownerID = region.accountID
            image.ownerAlias = nil
            image.name = name
            image.description = parameters.string("Description") ?? "[Copied \(sourceID) from \(sourceRegion)] \(name)"
            image.creationDate = region.now
            image.lastLaunchedTime = nil
            image.deprecationTime = nil
            image.protection = .disabled
            image.launchPermissions = []
            image.sourceImageID = sourceID
            image.sourceImageRegion = sourceRegion
            image.sourceInstanceID = nil
            let userTags = copiesTags ? source.image.tags.filter { !AccountRegion.isReserved($0.key) } : []
            let ownTags = tags["image"] ?? []
            image.tags = ownTags + userTags.filter { ownTags[$0.key] == nil }
            for (position, device) in image.devices.enumerated() {
                guard let snapshot = source.snapshots.first(where: { $0.id == device.ebs?.snapshotID }) else {
                    continue
                }
                var copy = region.makeCopy(of: snapshot, from: sourceRegion, tags["snapshot"] ?? [])
                copy.description =
                    "Copied for DestinationAmi \(image.id) from SourceAmi \(sourceID) "
                    + "for SourceSnapshot \(snapshot.id). Task created on \(Int(region.now.timeIntervalSince1970 * 1000))."
                copy.isEncrypted = copy.isEncrypted || encrypts
                region.startSnapshot(copy)
                image.devices[position].ebs?.snapshotID = copy.id
                image.devices[position].ebs?.isEncrypted = copy.isEncrypted
            }
            region.register(image)
            return image.id
        }
        xml.text("imageId", id)
    }
}

extension Call {
    /// `SourceRegion`, if there is such a region.
    func sourceRegion() throws(EC2Failure) -> String {
        let name = try parameters.required("SourceRegion")
        guard Account.regionNames.contains(name) else { throw .invalidValue(name, for: "SourceRegion") }
        return name
    }
}
