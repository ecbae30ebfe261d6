// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import ImageLifecycle

extension Action {
    /// Network and other settings are taken and have no effect: there is no network here.
    static let runInstances = Action(
        "RunInstances",
        .mutating,
        [
            "ImageId", "InstanceType", "MinCount", "MaxCount", "LaunchTemplate", "BlockDeviceMapping",
            "TagSpecification", "Placement", "ClientToken", "KeyName", "SubnetId", "SecurityGroupId", "SecurityGroup",
            "UserData", "IamInstanceProfile", "EbsOptimized", "Monitoring", "MetadataOptions", "NetworkInterface",
            "InstanceInitiatedShutdownBehavior", "DisableApiTermination", "DisableApiStop", "CreditSpecification",
        ]
    ) { region, parameters, xml throws(EC2Failure) in
        guard let count = try parameters.integer("MaxCount", in: 1...1000) else { throw .missingParameter("MaxCount") }
        guard let minimum = try parameters.integer("MinCount", in: 1...1000) else {
            throw .missingParameter("MinCount")
        }
        guard minimum <= count else {
            throw .invalidCombination("The MinCount is larger than the MaxCount.")
        }
        let tags = try parameters.tagSpecifications([
            "instance", "volume", "network-interface", "spot-instances-request",
        ])
        var template: LaunchTemplateRecord.Version?
        if let reference = parameters.structure("LaunchTemplate") {
            template = try region.version(reference.string("Version"), of: try region.launchTemplate(reference))
        }
        guard let name = parameters.string("ImageId") ?? template?.imageID else { throw .missingParameter("ImageId") }
        guard let imageID = region.resolveImageID(name) else {
            throw EC2Failure("InvalidAMIID.Malformed", "Unable to resolve SSM parameter: \(name)")
        }
        let image = try region.image(imageID)
        guard image.state == .available else {
            throw EC2Failure("InvalidAMIID.Unavailable", "The image ID '\(imageID)' is \(image.state.rawValue).")
        }
        let zone = parameters.structure("Placement")?.string("AvailabilityZone") ?? region.name + "a"
        guard AccountRegion.zoneLetters.contains(where: { region.name + $0 == zone }) else {
            throw EC2Failure("InvalidParameterValue", "Invalid availability zone: [\(zone)]")
        }
        let devices = try region.devices(image.devices, changedBy: try DeviceRequest.list(parameters))
        let reservationID = region.generator.id("r")
        var instances: [InstanceRecord] = []
        for _ in 0..<count {
            let instance = region.launch(
                image,
                type: parameters.string("InstanceType") ?? template?.instanceType ?? "m1.small",
                zone: zone,
                reservationID: reservationID,
                devices: devices,
                tags: tags
            )
            instances.append(instance)
        }
        xml.reservation(instances, in: region)
    }
}
