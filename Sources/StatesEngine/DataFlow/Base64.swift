// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The base64 of RFC 4648.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    static func decode(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map(Array.init)
    }
}
