// SPDX-License-Identifier: Apache-2.0

import Digests

/// The hash functions that `States.Hash` and `$hash` offer, by the names they know.
///
/// Own ones, because a library for them would bring all of BoringSSL into every program that evaluates an expression.
package enum HashAlgorithm: String, CaseIterable, Sendable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// - Returns: lowercase hexadecimal digits.
    package func hexadecimalDigest(of message: [UInt8]) -> String {
        let digest: [UInt8] =
            switch self {
            case .md5: MD5.digest(of: message)
            case .sha1: SHA1.digest(of: message)
            case .sha256: SHA256.digest(of: message)
            case .sha384: SHA512.digest(of: message, variant: .sha384)
            case .sha512: SHA512.digest(of: message, variant: .sha512)
            }
        return digest.hexadecimal
    }
}
