// SPDX-License-Identifier: Apache-2.0

import AWSClient
import Foundation

/// Credentials for an endpoint on this machine, which checks none: whoever has some uses them, nobody needs any.
enum LoopbackCredentials {
    /// The environment, completed with dummy credentials where the endpoint is a loopback address and nobody has others.
    ///
    /// - Throws: ConfigurationError when libcurl cannot be started, ``Failure`` when credentials that were meant to be
    ///   there cannot be had.
    static func environment(
        for endpoint: String,
        _ profile: String?,
        _ region: String,
        _ environment: AWSEnvironment
    ) async throws -> AWSEnvironment {
        guard isLoopback(endpoint) else { return environment }
        var local = environment
        // Nobody should wait for an instance's metadata to talk to his own machine.
        local.variables["AWS_EC2_METADATA_DISABLED"] = "true"
        let chain = CredentialsChain.standard(
            profile: profile,
            environment: local,
            transport: try CurlTransport.make(environment: local),
            region: region
        )
        let found: Credentials?
        do throws(CredentialsError) {
            found = try await chain.credentials()
        } catch {
            throw Failure.invalid(error.message)
        }
        guard found == nil else { return local }
        standardError.write("No AWS credentials found: using dummy ones for \(endpoint), which is on this machine.")
        local.variables["AWS_ACCESS_KEY_ID"] = "shelflife"
        local.variables["AWS_SECRET_ACCESS_KEY"] = "shelflife"
        return local
    }

    static func isLoopback(_ endpoint: String) -> Bool {
        guard let host = URLComponents(string: endpoint)?.host?.lowercased() else { return false }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1" || host == "[::1]"
            || (octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil })
    }
}
