// SPDX-License-Identifier: Apache-2.0

extension Action {
    static let describeRegions = Action("DescribeRegions", .reading, ["RegionName", "AllRegions", "Filter"]) {
        _,
        parameters,
        xml throws(EC2Failure) in
        let names = try parameters.strings("RegionName")
        if let unknown = names.first(where: { !Account.regionNames.contains($0) }) {
            throw EC2Failure(
                "InvalidParameterValue",
                "Invalid value '\(unknown)' for region. Such a region does not exist."
            )
        }
        let filters = try FilterSet<String>(
            parameters,
            properties: [
                "region-name": { [$0] },
                "endpoint": { ["ec2.\($0).amazonaws.com"] },
                "opt-in-status": { _ in ["opt-in-not-required"] },
            ]
        )
        let shown = Account.regionNames.filter { (names.isEmpty || names.contains($0)) && filters.matches($0) }
        xml.list("regionInfo", shown) { xml, name in
            xml.text("regionName", name)
            xml.text("regionEndpoint", "ec2.\(name).amazonaws.com")
            xml.text("optInStatus", "opt-in-not-required")
        }
    }

    static let describeAvailabilityZones = Action(
        "DescribeAvailabilityZones",
        .reading,
        ["ZoneName", "AllAvailabilityZones", "Filter"]
    ) { region, parameters, xml throws(EC2Failure) in
        let names = try parameters.strings("ZoneName")
        let zones = AccountRegion.zoneLetters.map { region.name + $0 }
        if let unknown = names.first(where: { !zones.contains($0) }) {
            throw EC2Failure("InvalidParameterValue", "Invalid availability zone: [\(unknown)]")
        }
        let filters = try FilterSet<String>(
            parameters,
            properties: [
                "zone-name": { [$0] }, "region-name": { [String($0.dropLast())] }, "state": { _ in ["available"] },
            ]
        )
        xml.list("availabilityZoneInfo", zones.filter { (names.isEmpty || names.contains($0)) && filters.matches($0) })
        {
            $0.text("zoneName", $1)
            $0.text("zoneState", "available")
            $0.text("regionName", String($1.dropLast()))
            $0.text("zoneType", "availability-zone")
        }
    }
}

extension AccountRegion {
    static let zoneLetters = ["a", "b", "c"]
}
