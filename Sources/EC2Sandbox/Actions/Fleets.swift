// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let describeFleets = Action(
        "DescribeFleets",
        .reading,
        ["FleetId", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let paging = try Paging(parameters, action: "DescribeFleets", range: 1...1000)
        let (fleets, nextToken) = paging.page(region.fleets) { $0.kind == .fleet }
        xml.list("fleetSet", fleets) { xml, fleet in
            xml.text("fleetId", fleet.id)
            xml.text("fleetState", fleet.state)
            xml.text("type", "maintain")
            xml.list("launchTemplateConfigs", fleet.configs) { $0.config($1) }
        }
        xml.text("nextToken", nextToken)
    }

    static let describeSpotFleetRequests = Action(
        "DescribeSpotFleetRequests",
        .reading,
        ["SpotFleetRequestId", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let paging = try Paging(parameters, action: "DescribeSpotFleetRequests", range: 1...1000)
        let (fleets, nextToken) = paging.page(region.fleets) { $0.kind == .spotFleetRequest }
        xml.list("spotFleetRequestConfigSet", fleets) { xml, fleet in
            xml.text("spotFleetRequestId", fleet.id)
            xml.text("spotFleetRequestState", fleet.state)
            xml.group("spotFleetRequestConfig") { xml in
                xml.list("launchSpecifications", fleet.imageIDs) { $0.text("imageId", $1) }
                let configs = fleet.launchTemplates.map { FleetConfig(launchTemplate: $0) }
                xml.list("launchTemplateConfigs", configs) { $0.config($1) }
            }
        }
        xml.text("nextToken", nextToken)
    }

    static let describeSpotInstanceRequests = Action(
        "DescribeSpotInstanceRequests",
        .reading,
        ["SpotInstanceRequestId", "Filter", "MaxResults", "NextToken"]
    ) { region, parameters, xml throws(EC2Failure) in
        let filters = try FilterSet<FleetRecord>(parameters, properties: ["state": { [$0.state] }])
        let paging = try Paging(parameters, action: "DescribeSpotInstanceRequests")
        let (requests, nextToken) = paging.page(region.fleets) {
            $0.kind == .spotInstanceRequest && filters.matches($0)
        }
        xml.list("spotInstanceRequestSet", requests) { xml, request in
            xml.text("spotInstanceRequestId", request.id)
            xml.text("state", request.state)
            xml.group("launchSpecification") { $0.text("imageId", request.imageIDs.first) }
        }
        xml.text("nextToken", nextToken)
    }
}

/// A launch template with the images that override its own.
private struct FleetConfig {
    var launchTemplate: LaunchTemplateReference?
    var imageIDs: [String] = []
}

extension FleetRecord {
    fileprivate var configs: [FleetConfig] {
        let first = FleetConfig(launchTemplate: launchTemplates.first, imageIDs: imageIDs)
        let overriding = imageIDs.isEmpty ? [] : [first]
        let plain = overriding.isEmpty ? launchTemplates[...] : launchTemplates.dropFirst()
        return overriding + plain.map { FleetConfig(launchTemplate: $0) }
    }
}

extension XMLWriter {
    fileprivate mutating func config(_ config: FleetConfig) {
        if let template = config.launchTemplate {
            group("launchTemplateSpecification") { xml in
                xml.text("launchTemplateId", template.id)
                xml.text("launchTemplateName", template.name)
                xml.text("version", template.version)
            }
        }
        list("overrides", config.imageIDs) { $0.text("imageId", $1) }
    }
}
