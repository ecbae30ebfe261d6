// SPDX-License-Identifier: Apache-2.0

/// The message digests of `$hash`: MD5 (RFC 1321) and the SHA family (FIPS 180-4).
///
/// Own ones, because they are the only cryptography here and a library for them would bring all of BoringSSL into
/// every program that evaluates an expression. They digest a user's data for the user; nothing relies on them for
/// security.
enum Digest {
    case md5
    case sha1
    case sha256
    case sha384
    case sha512

    init?(name: String) {
        switch name {
        case "MD5": self = .md5
        case "SHA-1": self = .sha1
        case "SHA-256": self = .sha256
        case "SHA-384": self = .sha384
        case "SHA-512": self = .sha512
        default: return nil
        }
    }

    func hexadecimal(of message: [UInt8]) -> String {
        let bytes =
            switch self {
            case .md5: MD5.digest(message)
            case .sha1: SHA1.digest(message)
            case .sha256: SHA2.digest256(message)
            case .sha384: Array(SHA2.digest512(message, SHA2.initial384).prefix(48))
            case .sha512: SHA2.digest512(message, SHA2.initial512)
            }
        return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The message with its length behind it, a multiple of the block size long.
    static func padded(_ message: [UInt8], block: Int, isBigEndian: Bool) -> [UInt8] {
        let lengthBytes = block / 8
        var bytes = message + [0x80]
        while bytes.count % block != block - lengthBytes { bytes.append(0) }
        let bits = UInt64(message.count) * 8
        let length = (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        let extended = length + Array(repeating: 0, count: lengthBytes - 8)
        return bytes + (isBigEndian ? extended.reversed() : extended)
    }

    static func words<Word: FixedWidthInteger>(_ block: ArraySlice<UInt8>, isBigEndian: Bool) -> [Word] {
        let size = Word.bitWidth / 8
        return stride(from: block.startIndex, to: block.endIndex, by: size).map { start in
            let bytes = block[start..<start + size]
            return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | Word($1) }
        }
    }

    static func bytes<Word: FixedWidthInteger>(_ words: [Word], isBigEndian: Bool) -> [UInt8] {
        words.flatMap { word in
            let bytes = (0..<Word.bitWidth / 8).map { UInt8(truncatingIfNeeded: word >> Word(8 * $0)) }
            return isBigEndian ? bytes.reversed() : bytes
        }
    }

    /// The first bits of the fractional parts of the cube roots of the first primes, which SHA-2 begins its rounds
    /// with; computed rather than listed.
    static let primes: [UInt64] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 80 {
            if primes.allSatisfy({ !candidate.isMultiple(of: $0) }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }()
}

extension FixedWidthInteger {
    func rotatedLeft(_ count: Self) -> Self {
        self << count | self >> (Self(Self.bitWidth) - count)
    }

    func rotatedRight(_ count: Self) -> Self {
        self >> count | self << (Self(Self.bitWidth) - count)
    }
}

private enum MD5 {
    private static let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
    private static let constants = (0..<64).map { UInt32(abs(Platform.sine(Double($0 + 1))) * 4_294_967_296) }

    static func digest(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        let bytes = Digest.padded(message, block: 64, isBigEndian: false)
        for start in stride(from: 0, to: bytes.count, by: 64) {
            let block: [UInt32] = Digest.words(bytes[start..<start + 64], isBigEndian: false)
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for round in 0..<64 {
                var mixed: UInt32
                let place: Int
                switch round / 16 {
                case 0: (mixed, place) = ((b & c) | (~b & d), round)
                case 1: (mixed, place) = ((d & b) | (~d & c), (5 * round + 1) % 16)
                case 2: (mixed, place) = (b ^ c ^ d, (3 * round + 5) % 16)
                default: (mixed, place) = (c ^ (b | ~d), (7 * round) % 16)
                }
                mixed = mixed &+ a &+ constants[round] &+ block[place]
                (a, d, c) = (d, c, b)
                b = b &+ mixed.rotatedLeft(shifts[round / 16 * 4 + round % 4])
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
        }
        return Digest.bytes(state, isBigEndian: false)
    }
}

private enum SHA1 {
    static func digest(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        let bytes = Digest.padded(message, block: 64, isBigEndian: true)
        for start in stride(from: 0, to: bytes.count, by: 64) {
            var w: [UInt32] = Digest.words(bytes[start..<start + 64], isBigEndian: true)
            for t in 16..<80 { w.append((w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]).rotatedLeft(1)) }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for t in 0..<80 {
                let (mixed, constant): (UInt32, UInt32) =
                    switch t / 20 {
                    case 0: ((b & c) | (~b & d), 0x5A82_7999)
                    case 1: (b ^ c ^ d, 0x6ED9_EBA1)
                    case 2: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = a.rotatedLeft(5) &+ mixed &+ e &+ constant &+ w[t]
                (e, d, c, b, a) = (d, c, b.rotatedLeft(30), a, next)
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
        }
        return Digest.bytes(state, isBigEndian: true)
    }
}
