// SPDX-License-Identifier: Apache-2.0

/// Finds the region to work in.
package enum Region {
    /// The region given, or the first of `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile, and the instance's own.
    ///
    /// - Throws: ``ConfigurationError`` when there is none, or it is no region name.
    package static func resolve(
        _ given: String?,
        profile: Profile,
        environment: AWSEnvironment,
        metadata: InstanceMetadata?
    ) async throws(ConfigurationError) -> String {
        if let given { return try checked(given, from: "the region given") }
        for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
            if let region = environment[variable] { return try checked(region, from: variable) }
        }
        if let region = profile["region"] { return try checked(region, from: "profile \"\(profile.name)\"") }
        if let metadata, let region = try? await metadata.get("placement/region") {
            return try checked(region.trimmed, from: "the instance metadata")
        }
        throw ConfigurationError(
            "no region: tried the option, AWS_REGION, AWS_DEFAULT_REGION, profile \"\(profile.name)\""
                + (metadata == nil ? "" : " and the instance metadata")
        )
    }

    /// A region name becomes part of a host name, so nothing else may stand in it.
    private static func checked(_ region: String, from source: String) throws(ConfigurationError) -> String {
        let allowed = region.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard allowed, !region.isEmpty, region.count <= 40, region.first != "-", region.last != "-" else {
            throw ConfigurationError("\"\(region)\" (from \(source)) is not the name of a region")
        }
        return region
    }
}
