// SPDX-License-Identifier: Apache-2.0

package import AWSClient
import FoundationEssentials

/// Where an AWS service is reached: `AWS_ENDPOINT_URL_<SERVICE>`, or `AWS_ENDPOINT_URL` for all.
///
/// Without either nothing is reached: this service never calls a real account on its own.
package struct ServiceEndpoints: Sendable {
    private let environment: AWSEnvironment
    package let credentials: Credentials

    package init(_ environment: AWSEnvironment) {
        self.environment = environment
        // An emulator takes any credentials, but wants some.
        credentials = Credentials(
            accessKeyID: environment["AWS_ACCESS_KEY_ID"] ?? "test",
            secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "test",
            sessionToken: environment["AWS_SESSION_TOKEN"]
        )
    }

    /// The endpoint of a service, without a slash at the end.
    package func url(of service: String) -> String? {
        let name = service.uppercased().replacing("-", with: "_")
        guard let url = environment["AWS_ENDPOINT_URL_\(name)"] ?? environment["AWS_ENDPOINT_URL"] else { return nil }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
