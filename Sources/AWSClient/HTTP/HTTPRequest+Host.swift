// SPDX-License-Identifier: Apache-2.0

extension HTTPRequest {
    /// The host (and port) of the URL: no path, no query, no credentials.
    package var host: String {
        let afterScheme = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = afterScheme.prefix { !"/?#\\".contains($0) }
        return String(authority.split(separator: "@").last ?? authority)
    }
}
