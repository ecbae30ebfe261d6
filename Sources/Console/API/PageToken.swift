// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Where a listing goes on, as the opaque text that clients hand back.
struct PageToken {
    /// How many items the pages so far had, or the last key shown: each listing says which.
    let position: Int

    init(position: Int) {
        self.position = position
    }

    /// - Throws: `InvalidToken` for a text that no listing of this kind gave.
    init?(_ text: String?, of listing: String) throws(APIError) {
        guard let text else { return nil }
        guard let data = Data(base64Encoded: text), let plain = String(validating: data, as: UTF8.self) else {
            throw .invalidToken
        }
        let parts = plain.split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == listing, let position = Int(parts[1]), position >= 0 else {
            throw .invalidToken
        }
        self.position = position
    }

    func text(of listing: String) -> String {
        Data("\(listing)|\(position)".utf8).base64EncodedString()
    }
}
