// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeImages = Action(
        "DescribeImages",
        .reading,
        [
            "ImageId", "Owner", "ExecutableBy", "Filter", "IncludeDeprecated", "IncludeDisabled", "MaxResults",
            "NextToken",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let (images, nextToken) = try region.describeImages(parameters)
        xml.list("imagesSet", images) { $0.image($1.record, in: region) }
        xml.text("nextToken", nextToken)
    }
}

extension AccountRegion {
    /// The page of images that a DescribeImages request asks for.
    func describeImages(
        _ parameters: Parameters
    ) throws(EC2Failure) -> (page: [Table<ImageRecord>.Entry], nextToken: String?) {
        let selection = try ImageSelection(parameters, accountID: accountID)
        let paging = try Paging(parameters, action: "DescribeImages", range: 1...1000, ids: "ImageId")
        guard !parameters.contains("ImageId") else {
            return (try describeImages(try parameters.strings("ImageId"), selection), nil)
        }
        return describeImages(selection, paging)
    }

    /// The same without the way over parameters.
    func describeImages(
        _ request: DescribeImagesRequest
    ) throws(EC2Failure) -> (page: [Table<ImageRecord>.Entry], nextToken: String?) {
        let selection = try ImageSelection(request, accountID: accountID)
        guard request.imageIDs.isEmpty else { return (try describeImages(request.imageIDs, selection), nil) }
        return describeImages(selection, try Paging(request, range: 1...1000))
    }

    private func describeImages(
        _ ids: [String],
        _ selection: ImageSelection
    ) throws(EC2Failure) -> [Table<ImageRecord>.Entry] {
        for id in ids {
            // One that has just gone is still told of while the news spreads.
            if let gone = images.entry(id), isStillSpreading(gone.record.deregisteredAt) { continue }
            _ = try imageEntry(id)
        }
        return ids.compactMap(images.entry).filter { selection.includes($0.record, in: self, isNamed: true) }
    }

    private func describeImages(
        _ selection: ImageSelection,
        _ paging: Paging
    ) -> (page: [Table<ImageRecord>.Entry], nextToken: String?) {
        let users = selection.filters.exactValues(of: "block-device-mapping.snapshot-id").map { snapshotIDs in
            snapshotIDs.flatMap { imageIDsBySnapshot[$0] ?? [] }
        }
        let few = selection.filters.candidates(in: images, idFilter: "image-id", narrowedTo: users)
        let (page, nextToken) = paging.entries(of: images, among: few) { image in
            selection.includes(image, in: self, isNamed: false)
        }
        return (page, nextToken)
    }
}

/// Which images a DescribeImages request is about.
private struct ImageSelection {
    private let owners: Set<String>
    private let executors: Set<String>
    private let includesDeprecated: Bool
    private let includesDisabled: Bool
    let filters: FilterSet<ImageRecord>
    private let accountID: String

    init(_ parameters: Parameters, accountID: String) throws(EC2Failure) {
        self.accountID = accountID
        owners = Set(try parameters.strings("Owner").map { $0 == "self" ? accountID : $0 })
        executors = Set(try parameters.strings("ExecutableBy").map { $0 == "self" ? accountID : $0 })
        includesDeprecated = try parameters.bool("IncludeDeprecated") ?? false
        includesDisabled = try parameters.bool("IncludeDisabled") ?? false
        filters = try FilterSet(parameters, properties: ImageRecord.filterProperties) { $0.tags }
    }

    init(_ request: DescribeImagesRequest, accountID: String) throws(EC2Failure) {
        self.accountID = accountID
        owners = Set(request.owners.map { $0 == "self" ? accountID : $0 })
        executors = []
        includesDeprecated = false
        includesDisabled = request.includeDisabled
        filters = try FilterSet(request.filters, property: { ImageRecord.filterProperties[$0] }, tags: { $0.tags })
    }

    func includes(_ image: ImageRecord, in region: AccountRegion, isNamed: Bool) -> Bool {
        guard image.isRegistered || region.isStillSpreading(image.deregisteredAt) else { return false }
        guard region.isShown(from: image.shownFrom), region.isVisible(image) else { return false }
        guard image.state != .disabled || includesDisabled else { return false }
        guard owners.isEmpty || owners.contains(image.ownerID) || owners.contains(image.ownerAlias ?? "") else {
            return false
        }
        if let deprecationTime = image.deprecationTime, deprecationTime <= region.now {
            // Owners see their deprecated images whatever they ask for.
            guard isNamed || includesDeprecated || image.ownerID == accountID else { return false }
        }
        guard executors.isEmpty || image.launchPermissions.contains(where: isExecutor) else { return false }
        return filters.matches(image)
    }

    private func isExecutor(_ permission: LaunchPermission) -> Bool {
        switch permission {
        case .everybody: executors.contains("all")
        case .account(let id): executors.contains(id)
        case .organization, .organizationalUnit: false
        }
    }
}

extension XMLWriter {
    fileprivate mutating func image(_ image: ImageRecord, in region: AccountRegion) {
        // What has just been deregistered still looks as before.
        let state = image.isRegistered ? image.state : .available
        text("imageId", image.id)
        text("imageLocation", image.location)
        text("imageState", state.rawValue)
        text("imageOwnerId", image.ownerID)
        date("creationDate", image.creationDate)
        bool("isPublic", image.isPublic)
        text("architecture", image.architecture)
        text("imageType", "machine")
        text("platform", image.isWindows ? "windows" : nil)
        text("platformDetails", image.isWindows ? "Windows" : "Linux/UNIX")
        text("usageOperation", image.isWindows ? "RunInstances:0002" : "RunInstances")
        devices(image.devices, showsSnapshots: region.isShown(from: image.snapshotsShownFrom))
        text("description", image.description)
        bool("enaSupport", true)
        text("hypervisor", "xen")
        text("imageOwnerAlias", image.ownerAlias)
        text("name", image.name)
        text("rootDeviceName", image.rootDeviceName)
        text("rootDeviceType", image.rootDeviceType)
        text("sriovNetSupport", "simple")
        if let reason = image.stateReason {
            group("stateReason") {
                $0.text("code", "Client.InternalError")
                $0.text("message", reason)
            }
        }
        tagSet(image.tags)
        text("virtualizationType", "hvm")
        text("bootMode", image.architecture == "arm64" ? "uefi" : nil)
        date("deprecationTime", image.deprecationTime)
        text("sourceInstanceId", image.sourceInstanceID)
        if image.ownerID == region.accountID {
            text("deregistrationProtection", region.shownProtection(of: image).rawValue)
            date("lastLaunchedTime", image.lastLaunchedTime)
        }
        text("sourceImageId", image.sourceImageID)
        text("sourceImageRegion", image.sourceImageRegion)
        bool("freeTierEligible", false)
    }

    mutating func devices(_ devices: [DeviceMapping], showsSnapshots: Bool = true) {
        list("blockDeviceMapping", devices) { xml, device in
            xml.text("deviceName", device.deviceName)
            xml.text("virtualName", device.virtualName)
            guard let ebs = device.ebs else { return }
            xml.group("ebs") {
                $0.text("snapshotId", showsSnapshots ? ebs.snapshotID : nil)
                $0.integer("volumeSize", ebs.sizeGiB)
                $0.bool("deleteOnTermination", ebs.deletesOnTermination)
                $0.text("volumeType", ebs.volumeType)
                $0.bool("encrypted", ebs.isEncrypted)
            }
        }
    }
}

extension AccountRegion {
    /// Protection as Describe tells it: an image in its cooldown still counts as protected.
    func shownProtection(of image: ImageRecord) -> ImageRecord.Protection {
        guard image.protection == .disabled, isProtected(image) else { return image.protection }
        return .enabledWithCooldown
    }
}
