// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    static let describeInstances = Action(
        "DescribeInstances",
        .reading,
        ["InstanceId", "Filter", "MaxResults", "NextToken", "IncludeManagedResources"]
    ) { region, parameters, xml throws(EC2Failure) in
        let (instances, nextToken) = try region.describeInstances(parameters)
        xml.list("reservationSet", instances.chunked { $0.reservationID == $1.reservationID }) {
            $0.reservation($1, in: region)
        }
        xml.text("nextToken", nextToken)
    }
}

extension AccountRegion {
    /// The page of instances that a DescribeInstances request asks for.
    func describeInstances(
        _ parameters: Parameters
    ) throws(EC2Failure) -> (page: [InstanceRecord], nextToken: String?) {
        let filters = try FilterSet(parameters, property: instanceFilterProperty, tags: { $0.tags })
        let paging = try Paging(parameters, action: "DescribeInstances", ids: "InstanceId")
        guard !parameters.contains("InstanceId") else {
            return (try describeInstances(try parameters.strings("InstanceId"), filters), nil)
        }
        return describeInstances(filters, paging)
    }

    /// The same without the way over parameters.
    func describeInstances(
        _ request: DescribeInstancesRequest
    ) throws(EC2Failure) -> (page: [InstanceRecord], nextToken: String?) {
        let filters = try FilterSet(request.filters, property: instanceFilterProperty, tags: { $0.tags })
        guard request.instanceIDs.isEmpty else { return (try describeInstances(request.instanceIDs, filters), nil) }
        return describeInstances(filters, try Paging(request))
    }

    private func describeInstances(
        _ ids: [String],
        _ filters: FilterSet<InstanceRecord>
    ) throws(EC2Failure) -> [InstanceRecord] {
        try ids.map { id throws(EC2Failure) in try instance(id) }.filter(filters.matches)
    }

    private func describeInstances(
        _ filters: FilterSet<InstanceRecord>,
        _ paging: Paging
    ) -> (page: [InstanceRecord], nextToken: String?) {
        let few = filters.candidates(in: instances, idFilter: "instance-id")
        let (page, nextToken) = paging.entries(of: instances, among: few) {
            isShown(from: $0.shownFrom) && filters.matches($0)
        }
        return (page.map { $0.record }, nextToken)
    }
}

extension AccountRegion {
    fileprivate func instanceFilterProperty(_ name: String) -> FilterSet<InstanceRecord>.Property? {
        guard name == "block-device-mapping.device-name" else { return InstanceRecord.filterProperties[name] }
        let volumes = volumes
        return { instance in instance.volumeIDs.compactMap { volumes[$0]?.attachment?.deviceName } }
    }
}

extension InstanceRecord {
    /// Those that need nothing but the instance.
    fileprivate static let filterProperties: [String: FilterSet<InstanceRecord>.Property] = [
        "architecture": { [$0.architecture] },
        "availability-zone": { [$0.availabilityZone] },
        "block-device-mapping.volume-id": { $0.volumeIDs },
        "image-id": { [$0.imageID] },
        "instance-id": { [$0.id] },
        "instance-state-code": { ["\($0.state.code)"] },
        "instance-state-name": { [$0.state.rawValue] },
        "instance-type": { [$0.instanceType] },
        "launch-time": { [Timestamp.text($0.launchTime)] },
        "private-ip-address": { [$0.privateIPAddress] },
        "reservation-id": { [$0.reservationID] },
        "root-device-name": { [$0.rootDeviceName] },
    ]
}

extension Array {
    /// Runs of neighbours that belong together.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [[Element]] {
        var chunks: [[Element]] = []
        for element in self {
            if let last = chunks.last?.last, belong(last, element) {
                chunks[chunks.count - 1].append(element)
            } else {
                chunks.append([element])
            }
        }
        return chunks
    }
}

extension XMLWriter {
    mutating func reservation(_ instances: [InstanceRecord], in region: AccountRegion) {
        text("reservationId", instances.first?.reservationID)
        text("ownerId", region.accountID)
        list("groupSet", EmptyCollection<Never>()) { _, _ in }
        list("instancesSet", instances) { $0.instance($1, in: region) }
    }

    private mutating func instance(_ instance: InstanceRecord, in region: AccountRegion) {
        text("instanceId", instance.id)
        text("imageId", instance.imageID)
        state("instanceState", instance.state)
        let isGone = instance.state == .terminated
        let dashes = instance.privateIPAddress.split(separator: ".").joined(separator: "-")
        text("privateDnsName", isGone ? "" : "ip-\(dashes).\(region.name).compute.internal")
        text("privateIpAddress", isGone ? nil : instance.privateIPAddress)
        text("instanceType", instance.instanceType)
        date("launchTime", instance.launchTime)
        group("placement") {
            $0.text("availabilityZone", instance.availabilityZone)
            $0.text("tenancy", "default")
        }
        group("monitoring") { $0.text("state", "disabled") }
        text("architecture", instance.architecture)
        text("rootDeviceType", "ebs")
        text("rootDeviceName", instance.rootDeviceName)
        let volumes = instance.volumeIDs.compactMap { region.volumes[$0] }
        list("blockDeviceMapping", volumes) { xml, volume in
            xml.text("deviceName", volume.attachment?.deviceName)
            xml.group("ebs") {
                $0.text("volumeId", volume.id)
                $0.text("status", "attached")
                $0.date("attachTime", volume.attachment?.attachedAt)
                $0.bool("deleteOnTermination", volume.attachment?.deletesOnTermination)
            }
        }
        text("virtualizationType", "hvm")
        text("hypervisor", "xen")
        bool("enaSupport", true)
        tagSet(instance.tags)
    }

    mutating func state(_ name: StaticString, _ state: InstanceRecord.State) {
        group(name) {
            $0.integer("code", state.code)
            $0.text("name", state.rawValue)
        }
    }
}
