// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// What a lifecycle needs of the Auto Scaling API.
extension Action {
    static let autoScaling: [String: Action] = [
        describeAutoScalingGroups.name: describeAutoScalingGroups,
        describeLaunchConfigurations.name: describeLaunchConfigurations,
    ]

    private static let describeAutoScalingGroups = Action(
        "DescribeAutoScalingGroups",
        .reading,
        ["AutoScalingGroupNames", "Filters", "IncludeInstances", "MaxRecords", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        guard !parameters.contains("Filters") else {
            throw EC2Failure("ValidationError", "The sandbox knows no filters of Auto Scaling groups.")
        }
        let names = Set(try parameters.members("AutoScalingGroupNames"))
        let paging = try Paging(parameters, action: "DescribeAutoScalingGroups", limit: "MaxRecords", range: 1...100)
        let (groups, nextToken) = paging.page(region.autoScalingGroups) { names.isEmpty || names.contains($0.id) }
        let zones = AccountRegion.zoneLetters.map { region.name + $0 }
        xml.list("AutoScalingGroups", groups, item: "member") { xml, group in
            xml.text("AutoScalingGroupName", group.id)
            xml.text(
                "AutoScalingGroupARN",
                region.arn("autoscaling", "autoScalingGroup:0:autoScalingGroupName/\(group.id)")
            )
            xml.source(group.source)
            xml.integer("MinSize", group.minSize)
            xml.integer("MaxSize", group.maxSize)
            xml.integer("DesiredCapacity", group.desiredCapacity)
            xml.integer("DefaultCooldown", 300)
            xml.list("AvailabilityZones", zones, item: "member") { $0.content($1) }
            xml.text("HealthCheckType", "EC2")
            xml.integer("HealthCheckGracePeriod", 300)
            xml.list("Instances", EmptyCollection<Never>()) { _, _ in }
            xml.date("CreatedTime", group.createdTime)
        }
        xml.text("NextToken", nextToken)
    }

    private static let describeLaunchConfigurations = Action(
        "DescribeLaunchConfigurations",
        .reading,
        ["LaunchConfigurationNames", "MaxRecords", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let names = Set(try parameters.members("LaunchConfigurationNames"))
        let paging = try Paging(parameters, action: "DescribeLaunchConfigurations", limit: "MaxRecords", range: 1...100)
        let (page, nextToken) = paging.page(region.launchConfigurations) { names.isEmpty || names.contains($0.id) }
        xml.list("LaunchConfigurations", page, item: "member") { xml, configuration in
            xml.text("LaunchConfigurationName", configuration.id)
            xml.text("ImageId", configuration.imageID)
            xml.text("InstanceType", configuration.instanceType)
            xml.date("CreatedTime", configuration.createdTime)
        }
        xml.text("NextToken", nextToken)
    }
}

extension Parameters {
    /// A list of the Query protocol proper: `Names.member.1`, where EC2 would say `Name.1`.
    fileprivate func members(_ name: String) throws(EC2Failure) -> [String] {
        try structure(name)?.strings("member") ?? []
    }
}

extension XMLWriter {
    fileprivate mutating func source(_ source: AutoScalingGroupRecord.Source) {
        switch source {
        case .launchConfiguration(let name):
            text("LaunchConfigurationName", name)
        case .launchTemplate(let reference):
            group("LaunchTemplate") { $0.launchTemplate(reference) }
        case .mixedInstances(let reference, let overrides):
            group("MixedInstancesPolicy") { xml in
                xml.group("LaunchTemplate") { xml in
                    xml.group("LaunchTemplateSpecification") { $0.launchTemplate(reference) }
                    xml.list("Overrides", overrides, item: "member") { xml, override in
                        xml.text("InstanceType", override.instanceType)
                        xml.text("ImageId", override.imageID)
                        guard let reference = override.launchTemplate else { return }
                        xml.group("LaunchTemplateSpecification") { $0.launchTemplate(reference) }
                    }
                }
            }
        }
    }

    private mutating func launchTemplate(_ reference: LaunchTemplateReference) {
        text("LaunchTemplateId", reference.id)
        text("LaunchTemplateName", reference.name)
        text("Version", reference.version)
    }
}
