// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

/// Fills a region with resources as they would have come about.
struct SampleBuilder {
    /// Nothing reaches back further.
    static let oldestHours = 4 * 365 * 24.0

    var region: AccountRegion
    let now: Date
    var random: SeededGenerator
    /// Newest first.
    private(set) var imagesByFamily: [String: [ImageRecord]] = [:]
    /// One long-lived instance for each family of backups.
    private(set) var backedUpInstances: [String: InstanceRecord] = [:]

    init(region: AccountRegion, now: Date, seed: UInt64) {
        self.region = region
        self.now = now
        random = SeededGenerator(seed: seed, name: "sample")
    }

    func image(_ family: String, _ rank: Int) -> ImageRecord? {
        guard let images = imagesByFamily[family], rank < images.count else { return nil }
        return images[rank]
    }

    // MARK: - Images

    /// Makes a family's images; they are put into the region later, in no order of age.
    mutating func makeImages(_ family: SampleFamily, count: Int) {
        guard count > 0 else { return }
        if family.origin == .backup || family.origin == .lifecycleManager || family.origin == .awsBackup {
            backedUpInstances[family.name] = makeLongLivedInstance(family)
        }
        let cadenceHours = min(family.cadenceHours, Self.oldestHours / Double(count))
        // The first is a little younger than one interval: minutes for what is built hourly.
        var ageHours = cadenceHours * Double.random(in: 0.05...0.9, using: &random)
        var images: [ImageRecord] = []
        for rank in 0..<count {
            let date = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - ageHours * 3600).rounded(.down))
            images.append(makeImage(family, rank: rank, number: count - rank, date: date))
            ageHours += cadenceHours * Double.random(in: 0.9...1.1, using: &random)
        }
        imagesByFamily[family.name] = images
    }

    private mutating func makeImage(_ family: SampleFamily, rank: Int, number: Int, date: Date) -> ImageRecord {
        let id = region.generator.id("ami")
        let instance = backedUpInstances[family.name]
        var image = ImageRecord(
            id: id,
            ownerID: region.accountID,
            name: name(family, number: number, date: date, instance: instance),
            creationDate: date,
            tags: imageTags(family, rank: rank, number: number, instance: instance)
        )
        image.isWindows = family.isWindows
        image.rootDeviceName = family.isWindows ? "/dev/sda1" : "/dev/xvda"
        image.sourceInstanceID = instance?.id ?? region.generator.id("i")
        image.sourceImageID = instance?.imageID
        image.sourceImageRegion = instance == nil ? nil : region.name
        image.description = description(family, instance: instance)
        image.devices = makeDevices(of: image, family, rank: rank)
        return image
    }

    private func name(_ family: SampleFamily, number: Int, date: Date, instance: InstanceRecord?) -> String {
        let stamp = Timestamp.text(date)
        let day = stamp.prefix(10)
        let time = stamp.dropFirst(11).prefix(8)
        switch family.origin {
        case .pipeline:
            return "\(family.name)-\(day.split(separator: "-").joined(separator: "."))-b\(number)"
        case .backup:
            return "\(family.name)-\(day)_\(time.split(separator: ":").joined(separator: "_")).\(100_000 + number * 37)"
        case .lifecycleManager:
            return
                "\(family.name)_\(instance?.id ?? "")_\(day)T\(time.prefix(5).split(separator: ":").joined(separator: "."))"
        case .awsBackup:
            return "AwsBackup_\(instance?.id ?? "")_\(day)-\(number)"
        case .handmade:
            let names = SampleFamily.handmadeNames
            let name = names[(number - 1) % names.count]
            return number > names.count ? "\(name) (\(number))" : name
        }
    }

    private func description(_ family: SampleFamily, instance: InstanceRecord?) -> String? {
        switch family.origin {
        case .pipeline: "Built by \(family.product)-pipeline"
        case .backup: "Nightly backup of \(family.name)"
        case .lifecycleManager: "Created for policy: \(family.name) schedule: nightly"
        case .awsBackup: "This image is created by the AWS Backup service."
        case .handmade: nil
        }
    }

    private func imageTags(_ family: SampleFamily, rank: Int, number: Int, instance: InstanceRecord?) -> [Tag] {
        var tags: [Tag] = []
        if family.origin != .handmade {
            tags = [
                Tag(key: "TEAM", value: family.team), Tag(key: "OWNER", value: family.owner),
                Tag(key: "PRODUCT", value: family.product),
            ]
        }
        if family.isExpiring { tags.append(Tag(key: "DELETEON", value: "yes")) }
        switch family.origin {
        case .pipeline:
            tags.append(Tag(key: "BuildNumber", value: String(number)))
        case .backup:
            // The second function has not come round to the newest yet.
            if rank == 0 { tags.append(Tag(key: "Snapshottag", value: "yes")) }
        case .lifecycleManager:
            tags.append(Tag(key: "aws:dlm:lifecycle-policy-id", value: family.name))
            tags.append(Tag(key: "aws:dlm:lifecycle-schedule-name", value: "nightly"))
            tags.append(Tag(key: "aws:dlm:managed", value: "true"))
        case .awsBackup:
            let source = region.arn("ec2", "instance/\(instance?.id ?? "")")
            tags.append(Tag(key: "aws:backup:source-resource", value: source))
        case .handmade: break
        }
        return tags
    }

    private mutating func makeDevices(of image: ImageRecord, _ family: SampleFamily, rank: Int) -> [DeviceMapping] {
        var devices: [DeviceMapping] = []
        for (position, sizeGiB) in family.volumeSizesGiB.enumerated() {
            let letter = ["a", "f", "g", "h"][position % 4]
            let name = position == 0 ? image.rootDeviceName : "/dev/sd\(letter)"
            let volumeID = backedUpInstances[family.name]?.volumeIDs[position] ?? region.generator.id("vol")
            var snapshot = SnapshotRecord(
                id: region.generator.id("snap"),
                ownerID: region.accountID,
                volumeID: volumeID,
                startTime: image.creationDate,
                sizeGiB: sizeGiB,
                fullSizeBytes: (sizeGiB << 30) / 100 * Int.random(in: 30...80, using: &random),
                description: "Created by CreateImage(\(image.sourceInstanceID ?? "")) for \(image.id)",
                tags: snapshotTags(of: image, family, rank: rank)
            )
            snapshot.completionTime = image.creationDate.addingTimeInterval(Double(30 + 3 * sizeGiB))
            snapshot.isEncrypted = family.isEncrypted
            snapshot.keyARN = family.isEncrypted ? region.arn("kms", "alias/payments") : nil
            region.put(snapshot)
            let ebs = DeviceMapping.EBS(snapshotID: snapshot.id, sizeGiB: sizeGiB, isEncrypted: family.isEncrypted)
            devices.append(DeviceMapping(deviceName: name, ebs: ebs))
        }
        if family.hasInstanceStore {
            devices.append(DeviceMapping(deviceName: "/dev/sdb", virtualName: "ephemeral0"))
            devices.append(DeviceMapping(deviceName: "/dev/sdc", virtualName: "ephemeral1"))
        }
        return devices
    }

    private func snapshotTags(of image: ImageRecord, _ family: SampleFamily, rank: Int) -> [Tag] {
        switch family.origin {
        case .pipeline, .handmade: []
        case .backup:
            rank == 0 ? [] : image.tags.filter { $0.key != "DELETEON" } + [Tag(key: "Name", value: image.name)]
        case .lifecycleManager, .awsBackup: image.tags
        }
    }

    /// Changes an image that has not been put into the region yet.
    mutating func change(_ family: String, _ rank: Int, _ body: (inout ImageRecord) -> Void) {
        guard var images = imagesByFamily[family], rank < images.count else { return }
        body(&images[rank])
        imagesByFamily[family] = images
    }

    /// Puts all images into the region, shuffled: EC2 promises no order, and clients must not find one here.
    mutating func putImages(_ families: [SampleFamily]) {
        var images = families.flatMap { imagesByFamily[$0.name] ?? [] }
        images.shuffle(using: &random)
        for image in images { region.put(image) }
    }

    // MARK: - Instances

    private mutating func makeLongLivedInstance(_ family: SampleFamily) -> InstanceRecord {
        var tags = [
            Tag(key: "Name", value: family.name), Tag(key: "TEAM", value: family.team),
            Tag(key: "OWNER", value: family.owner), Tag(key: "PRODUCT", value: family.product),
        ]
        if family.origin == .backup { tags.append(Tag(key: "AMIBACKUPON", value: "yes")) }
        // Its own image went long ago.
        return makeInstance(
            imageID: region.generator.id("ami"),
            volumeSizesGiB: family.volumeSizesGiB,
            state: .running,
            ageHours: Self.oldestHours,
            rootDeviceName: family.isWindows ? "/dev/sda1" : "/dev/xvda",
            tags: tags
        )
    }

    @discardableResult
    mutating func makeInstance(
        imageID: String,
        volumeSizesGiB: [Int],
        state: InstanceRecord.State,
        ageHours: Double,
        rootDeviceName: String = "/dev/xvda",
        tags: [Tag]
    ) -> InstanceRecord {
        let id = region.generator.id("i")
        let launchTime = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - ageHours * 3600).rounded(.down))
        let zone = region.name + AccountRegion.zoneLetters[Int.random(in: 0..<3, using: &random)]
        var volumeIDs: [String] = []
        for (position, sizeGiB) in volumeSizesGiB.enumerated() where state != .terminated {
            let volume = VolumeRecord(
                id: region.generator.id("vol"),
                sizeGiB: sizeGiB,
                volumeType: "gp3",
                availabilityZone: zone,
                createTime: launchTime,
                snapshotID: nil,
                isEncrypted: false,
                attachment: VolumeRecord.Attachment(
                    instanceID: id,
                    deviceName: position == 0 ? rootDeviceName : "/dev/sd\(["a", "f", "g", "h"][position % 4])",
                    attachedAt: launchTime,
                    deletesOnTermination: position == 0
                ),
                tags: []
            )
            region.put(volume)
            volumeIDs.append(volume.id)
        }
        let number = UInt16.random(in: 256...UInt16.max, using: &random)
        var instance = InstanceRecord(
            id: id,
            reservationID: region.generator.id("r"),
            imageID: imageID,
            instanceType: ["t3.medium", "m7i.large", "c7i.xlarge", "r7i.large"][Int(number) % 4],
            state: state,
            launchTime: launchTime,
            availabilityZone: zone,
            privateIPAddress: "10.0.\(number >> 8).\(number & 0xFF)",
            rootDeviceName: rootDeviceName,
            architecture: "x86_64",
            volumeIDs: volumeIDs,
            tags: tags
        )
        if state == .terminated { instance.terminatedAt = now }
        region.put(instance)
        return instance
    }
}
