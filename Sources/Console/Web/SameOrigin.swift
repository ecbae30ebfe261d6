// SPDX-License-Identifier: Apache-2.0

import Hummingbird

/// Tells requests that this console's own pages make from those that other sites make people's browsers send.
enum SameOrigin {
    static func holds(for request: Request) -> Bool {
        if let site = request.headers[.secFetchSite] { return site == "same-origin" }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }
}
