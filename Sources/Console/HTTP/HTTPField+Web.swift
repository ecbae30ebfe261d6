// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

extension HTTPField.Name {
    static let referrerPolicy = web("Referrer-Policy")
    static let secFetchSite = web("Sec-Fetch-Site")

    private static func web(_ name: String) -> HTTPField.Name {
        guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no header name") }
        return field
    }
}
