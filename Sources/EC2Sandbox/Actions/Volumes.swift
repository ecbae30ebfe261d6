// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeVolumes = Action(
        "DescribeVolumes",
        .reading,
        ["VolumeId", "Filter", "MaxResults", "NextToken", "IncludeManagedResources"]
    ) { region, parameters, xml throws(EC2Failure) in
        let (volumes, nextToken) = try region.describeVolumes(parameters)
        xml.list("volumeSet", volumes) { $0.volume($1) }
        xml.text("nextToken", nextToken)
    }

    static let createVolume = Action(
        "CreateVolume",
        .mutating,
        [
            "AvailabilityZone", "Size", "SnapshotId", "VolumeType", "Encrypted", "KmsKeyId", "Iops", "Throughput",
            "TagSpecification", "ClientToken", "MultiAttachEnabled",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        let zone = try parameters.required("AvailabilityZone")
        guard AccountRegion.zoneLetters.contains(where: { region.name + $0 == zone }) else {
            throw EC2Failure("InvalidZone.NotFound", "The zone '\(zone)' does not exist.")
        }
        var source: SnapshotRecord?
        if let id = parameters.string("SnapshotId") { source = try region.snapshot(id) }
        guard let sizeGiB = try parameters.integer("Size", in: 1...65_536) ?? source?.sizeGiB else {
            throw EC2Failure("MissingParameter", "The request must contain the parameter size/snapshot")
        }
        guard sizeGiB >= source?.sizeGiB ?? 0 else { throw .invalidValue("\(sizeGiB)", for: "size") }
        let volume = VolumeRecord(
            id: region.generator.id("vol"),
            sizeGiB: sizeGiB,
            volumeType: parameters.string("VolumeType") ?? "gp2",
            availabilityZone: zone,
            createTime: region.now,
            snapshotID: source?.id,
            isEncrypted: try parameters.bool("Encrypted") ?? source?.isEncrypted ?? false,
            tags: try parameters.tagSpecifications(["volume"])["volume"] ?? []
        )
        region.volumes.put(volume)
        xml.volume(volume)
    }

    static let attachVolume = Action("AttachVolume", .mutating, ["VolumeId", "InstanceId", "Device"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let volume = try region.volume(try parameters.required("VolumeId"))
        let instance = try region.instance(try parameters.required("InstanceId"))
        let device = try parameters.required("Device")
        guard volume.attachment == nil else {
            throw EC2Failure("VolumeInUse", "\(volume.id) is already attached to an instance")
        }
        guard instance.state == .running || instance.state == .stopped else {
            throw EC2Failure("IncorrectState", "Instance '\(instance.id)' is not 'running'.")
        }
        let isTaken = instance.volumeIDs.contains { region.volumes[$0]?.attachment?.deviceName == device }
        guard !isTaken else { throw .invalidValue(device, for: "device", "It is already in use.") }
        let attachment = VolumeRecord.Attachment(
            instanceID: instance.id,
            deviceName: device,
            attachedAt: region.now,
            deletesOnTermination: false
        )
        region.volumes.update(volume.id) { $0.attachment = attachment }
        region.instances.update(instance.id) { $0.volumeIDs.append(volume.id) }
        xml.attachment(attachment, of: volume)
    }

    static let deleteVolume = Action("DeleteVolume", .mutating, ["VolumeId"]) {
        region,
        parameters,
        xml throws(EC2Failure) in
        let volume = try region.volume(try parameters.required("VolumeId"))
        guard volume.attachment == nil else {
            throw EC2Failure("VolumeInUse", "Volume \(volume.id) is currently attached to an instance")
        }
        region.volumes.remove(volume.id)
        xml.bool("return", true)
    }
}

extension VolumeRecord {
    var state: String { attachment == nil ? "available" : "in-use" }

    static let filterProperties: [String: FilterSet<VolumeRecord>.Property] = [
        "attachment.delete-on-termination": { $0.attachment.map { ["\($0.deletesOnTermination)"] } ?? [] },
        "attachment.device": { $0.attachment.map { [$0.deviceName] } ?? [] },
        "attachment.instance-id": { $0.attachment.map { [$0.instanceID] } ?? [] },
        "attachment.status": { $0.attachment == nil ? [] : ["attached"] },
        "availability-zone": { [$0.availabilityZone] },
        "create-time": { [Timestamp.text($0.createTime)] },
        "encrypted": { ["\($0.isEncrypted)"] },
        "size": { ["\($0.sizeGiB)"] },
        "snapshot-id": { $0.snapshotID.map { [$0] } ?? [] },
        "status": { [$0.state] },
        "volume-id": { [$0.id] },
        "volume-type": { [$0.volumeType] },
    ]
}

extension AccountRegion {
    /// The page of volumes that a DescribeVolumes request asks for.
    func describeVolumes(_ parameters: Parameters) throws(EC2Failure) -> (page: [VolumeRecord], nextToken: String?) {
        let filters = try FilterSet(parameters, properties: VolumeRecord.filterProperties) { $0.tags }
        let paging = try Paging(parameters, action: "DescribeVolumes", ids: "VolumeId")
        guard !parameters.contains("VolumeId") else {
            return (try describeVolumes(try parameters.strings("VolumeId"), filters), nil)
        }
        return describeVolumes(filters, paging)
    }

    /// The same without the way over parameters.
    func describeVolumes(
        _ request: DescribeVolumesRequest
    ) throws(EC2Failure) -> (page: [VolumeRecord], nextToken: String?) {
        let filters = try FilterSet(request.filters, property: { VolumeRecord.filterProperties[$0] }, tags: { $0.tags })
        guard request.volumeIDs.isEmpty else { return (try describeVolumes(request.volumeIDs, filters), nil) }
        return describeVolumes(filters, try Paging(request))
    }

    private func describeVolumes(
        _ ids: [String],
        _ filters: FilterSet<VolumeRecord>
    ) throws(EC2Failure) -> [VolumeRecord] {
        try ids.map { id throws(EC2Failure) in try volume(id) }.filter(filters.matches)
    }

    private func describeVolumes(
        _ filters: FilterSet<VolumeRecord>,
        _ paging: Paging
    ) -> (page: [VolumeRecord], nextToken: String?) {
        let few = filters.candidates(in: volumes, idFilter: "volume-id")
        let (page, nextToken) = paging.entries(of: volumes, among: few, where: filters.matches)
        return (page.map { $0.record }, nextToken)
    }
}

extension XMLWriter {
    fileprivate mutating func volume(_ volume: VolumeRecord) {
        text("volumeId", volume.id)
        integer("size", volume.sizeGiB)
        text("snapshotId", volume.snapshotID ?? "")
        text("availabilityZone", volume.availabilityZone)
        text("status", volume.state)
        date("createTime", volume.createTime)
        list("attachmentSet", volume.attachment.map { [$0] } ?? []) { $0.attachment($1, of: volume) }
        text("volumeType", volume.volumeType)
        bool("encrypted", volume.isEncrypted)
        bool("multiAttachEnabled", false)
        tagSet(volume.tags)
    }

    fileprivate mutating func attachment(_ attachment: VolumeRecord.Attachment, of volume: VolumeRecord) {
        text("volumeId", volume.id)
        text("instanceId", attachment.instanceID)
        text("device", attachment.deviceName)
        text("status", "attached")
        date("attachTime", attachment.attachedAt)
        bool("deleteOnTermination", attachment.deletesOnTermination)
    }
}
