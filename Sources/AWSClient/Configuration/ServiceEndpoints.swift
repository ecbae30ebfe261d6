// SPDX-License-Identifier: Apache-2.0

/// Where the services are reached that one client calls.
package struct ServiceEndpoints: Sendable, Hashable {
    /// The endpoint of a service, by its name in signatures; that of `ec2` stands in for one without its own only
    /// where everything is behind one address.
    private var configured: [String: String] = [:]
    private var everything: String?

    /// AWS's own endpoints.
    package static let aws = ServiceEndpoints()

    /// One address for all services, as emulators have it.
    package init(everything: String? = nil) {
        self.everything = everything
    }

    /// What environment and profile say.
    init(profile: Profile, environment: AWSEnvironment) {
        for (service, id) in [("ec2", "ec2"), ("autoscaling", "auto_scaling"), ("ssm", "ssm")] {
            configured[service] = Endpoint.configured(id, profile: profile, in: environment)
        }
    }

    /// nil where AWS's own is meant.
    func custom(_ service: QueryClient.Service) -> String? { everything ?? configured[service.name] }

    func url(of service: QueryClient.Service, region: String) -> String {
        custom(service) ?? Endpoint.regional(service.name, region: region)
    }
}
