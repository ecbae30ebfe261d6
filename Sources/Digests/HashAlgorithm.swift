// SPDX-License-Identifier: Apache-2.0

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
        return digest.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }
}

extension [UInt8] {
    /// The message with a 1 bit, zeros and its length in bits, up to a whole number of blocks (Merkle–Damgård).
    func padded(blockBytes: Int, lengthBytes: Int, isBigEndian: Bool) -> [UInt8] {
        var padded = self
        padded.append(0x80)
        while padded.count % blockBytes != blockBytes - lengthBytes { padded.append(0) }
        let length = UInt64(count) * 8
        let bytes = (0..<lengthBytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: length >> (8 * $0)) : 0 }
        padded.append(contentsOf: isBigEndian ? bytes.reversed() : bytes)
        return padded
    }

    /// The bytes of a block as words.
    func words<Word: FixedWidthInteger>(at start: Int, count: Int, isBigEndian: Bool, as: Word.Type) -> [Word] {
        let width = Word.bitWidth / 8
        return (0..<count).map { word in
            (0..<width).reduce(into: Word(0)) { value, byte in
                let source = self[start + word * width + (isBigEndian ? byte : width - 1 - byte)]
                value = value << 8 | Word(truncatingIfNeeded: source)
            }
        }
    }
}

extension FixedWidthInteger {
    func rotatedLeft(_ bits: Int) -> Self { self << Self(bits) | self >> Self(Self.bitWidth - bits) }
    func rotatedRight(_ bits: Int) -> Self { rotatedLeft(Self.bitWidth - bits) }

    /// The bytes, most significant first.
    var bigEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> Self(Self.bitWidth - 8 * ($0 + 1))) }
    }
}
