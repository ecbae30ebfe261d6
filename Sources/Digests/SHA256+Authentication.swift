// SPDX-License-Identifier: Apache-2.0

extension SHA256 {
    /// HMAC-SHA-256 (RFC 2104), by which AWS's signatures are made.
    package static func authenticationCode(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? digest(of: key) : key
        block += Array(repeating: 0, count: 64 - block.count)
        return digest(of: block.map { $0 ^ 0x5c } + digest(of: block.map { $0 ^ 0x36 } + message))
    }
}
