// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// Two lowercase digits a byte.
    package var hexadecimal: String {
        reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }

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
