// SPDX-License-Identifier: Apache-2.0

/// The settings of one profile, from both shared files.
package struct Profile: Sendable, Hashable {
    package let name: String
    /// Whether either file mentions it.
    package let exists: Bool
    fileprivate let values: [String: String]
    fileprivate let services: [String: String]

    package subscript(key: String) -> String? {
        values[key].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `endpoint_url` of a service, from the profile's `services` section.
    func serviceEndpoint(_ service: String) -> String? { services["\(service).endpoint_url"] }
}

extension AWSEnvironment {
    /// The profile to use where none is named.
    package var profileName: String { self["AWS_PROFILE"] ?? self["AWS_DEFAULT_PROFILE"] ?? "default" }

    /// A profile as the credentials file and the config file describe it; the credentials file wins.
    package func profile(named name: String) -> Profile {
        let credentials = sharedFile("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")?.sections[name]
        let config = sharedFile("AWS_CONFIG_FILE", "~/.aws/config")
        let settings = config?.sections["profile \(name)"] ?? (name == "default" ? config?.sections["default"] : nil)
        let values = (settings ?? [:]).merging(credentials ?? [:]) { _, credentials in credentials }
        let services = values["services"].flatMap { config?.sections["services \($0)"] } ?? [:]
        return Profile(
            name: name,
            exists: settings != nil || credentials != nil,
            values: values,
            services: services
        )
    }

    private func sharedFile(_ variable: String, _ path: String) -> ConfigFile? {
        readFile(expand(self[variable] ?? path)).map { ConfigFile($0) }
    }
}
