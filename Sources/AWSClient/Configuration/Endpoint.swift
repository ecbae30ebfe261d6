// SPDX-License-Identifier: Apache-2.0

/// Where a service is reached.
package enum Endpoint {
    /// The endpoint that the user set for a service such as `ec2`, if any: in the service's own variable, the variable
    /// for all, the profile's `services` section, or the profile.
    package static func configured(_ service: String, profile: Profile, in environment: AWSEnvironment) -> String? {
        guard environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else { return nil }
        return environment["AWS_ENDPOINT_URL_\(service.uppercased())"]
            ?? environment["AWS_ENDPOINT_URL"]
            ?? profile.serviceEndpoint(service)
            ?? profile["endpoint_url"]
    }

    /// AWS's own endpoint of a service in a region, whose name has been checked.
    package static func regional(_ service: String, region: String) -> String {
        "https://\(service).\(region).\(domain(of: region))/"
    }

    /// The partition that a region belongs to, as ARNs name it.
    static func partition(of region: String) -> String {
        let partitions = [
            ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-isof-", "aws-iso-f"),
            ("us-iso-", "aws-iso"), ("eu-isoe-", "aws-iso-e"), ("eusc-", "aws-eusc"),
        ]
        return partitions.first { region.hasPrefix($0.0) }?.1 ?? "aws"
    }

    /// The domain of the partition that a region belongs to.
    private static func domain(of region: String) -> String {
        let domains = [
            ("cn-", "amazonaws.com.cn"),
            ("us-isob-", "sc2s.sgov.gov"),
            ("us-isof-", "csp.hci.ic.gov"),
            ("us-iso-", "c2s.ic.gov"),
            ("eu-isoe-", "cloud.adc-e.uk"),
            ("eusc-", "amazonaws.eu"),
        ]
        return domains.first { region.hasPrefix($0.0) }?.1 ?? "amazonaws.com"
    }
}
