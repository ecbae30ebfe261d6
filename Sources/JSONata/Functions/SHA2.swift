// SPDX-License-Identifier: Apache-2.0

/// SHA-256, SHA-384 and SHA-512 (FIPS 180-4), which differ in word size, rounds and initial values.
enum SHA2 {
    static func digest256(_ message: [UInt8]) -> [UInt8] {
        let initial = initial512.map { UInt32($0 >> 32) }
        let constants = roundConstants.prefix(64).map { UInt32($0 >> 32) }
        return digest(message, initial, constants, [2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10])
    }

    static func digest512(_ message: [UInt8], _ initial: [UInt64]) -> [UInt8] {
        digest(message, initial, roundConstants, [28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6])
    }

    /// The first 64 bits of the fractional parts of the square roots of the first eight primes.
    static let initial512 = Digest.primes.prefix(8).map { fractionOfRoot(of: $0, power: 2) }

    /// Those of the ninth to sixteenth.
    static let initial384 = Digest.primes[8..<16].map { fractionOfRoot(of: $0, power: 2) }

    /// Those of the cube roots of the first eighty.
    private static let roundConstants = Digest.primes.map { fractionOfRoot(of: $0, power: 3) }

    /// The first 64 bits of the fraction of a root, by bisection: the largest `x` with `xᵖ ≤ prime · 2^(64p)`.
    private static func fractionOfRoot(of prime: UInt64, power: Int) -> UInt64 {
        var whole: UInt64 = 1
        while (0..<power).reduce(1, { result, _ in result * (whole + 1) }) <= prime { whole += 1 }
        var fraction: UInt64 = 0
        for bit in (0..<64).reversed() {
            let candidate = fraction | 1 << UInt64(bit)
            let root = WideNumber([candidate, whole])
            let product = (1..<power).reduce(root) { product, _ in product.multiplied(by: root) }
            // Compare with the prime shifted by 64 bits a factor.
            if product.words.count <= power || product.isAtMost(prime, shiftedByWords: power) { fraction = candidate }
        }
        return fraction
    }

    private static func digest<Word: FixedWidthInteger & UnsignedInteger>(
        _ message: [UInt8],
        _ initial: [Word],
        _ constants: [Word],
        _ shifts: [Word]
    ) -> [UInt8] {
        var state = initial
        let size = Word.bitWidth * 2
        let bytes = Digest.padded(message, block: size, isBigEndian: true)
        for start in stride(from: 0, to: bytes.count, by: size) {
            var w: [Word] = Digest.words(bytes[start..<start + size], isBigEndian: true)
            for t in 16..<constants.count {
                let (x, y) = (w[t - 15], w[t - 2])
                let small = x.rotatedRight(shifts[6]) ^ x.rotatedRight(shifts[7]) ^ (x >> shifts[8])
                let large = y.rotatedRight(shifts[9]) ^ y.rotatedRight(shifts[10]) ^ (y >> shifts[11])
                w.append(w[t - 16] &+ small &+ w[t - 7] &+ large)
            }
            var v = state
            for t in constants.indices {
                let (a, e) = (v[0], v[4])
                let choice = (e & v[5]) ^ (~e & v[6])
                let spread = e.rotatedRight(shifts[3]) ^ e.rotatedRight(shifts[4]) ^ e.rotatedRight(shifts[5])
                let first = v[7] &+ spread &+ choice &+ constants[t] &+ w[t]
                let majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2])
                let other = a.rotatedRight(shifts[0]) ^ a.rotatedRight(shifts[1]) ^ a.rotatedRight(shifts[2])
                v = [first &+ other &+ majority, v[0], v[1], v[2], v[3] &+ first, v[4], v[5], v[6]]
            }
            for index in state.indices { state[index] = state[index] &+ v[index] }
        }
        return Digest.bytes(state, isBigEndian: true)
    }
}

/// A natural number of 64-bit words, the least significant first.
private struct WideNumber {
    let words: [UInt64]

    init(_ words: [UInt64]) {
        self.words = words
    }

    func multiplied(by other: WideNumber) -> WideNumber {
        var result = Array(repeating: UInt64(0), count: words.count + other.words.count)
        for (i, left) in words.enumerated() {
            var carry: UInt64 = 0
            for (j, right) in other.words.enumerated() {
                let (high, low) = left.multipliedFullWidth(by: right)
                let (first, overflow) = result[i + j].addingReportingOverflow(low)
                let (second, secondOverflow) = first.addingReportingOverflow(carry)
                result[i + j] = second
                carry = high + (overflow ? 1 : 0) + (secondOverflow ? 1 : 0)
            }
            result[i + other.words.count] = carry
        }
        return WideNumber(result)
    }

    /// Whether this is at most `number · 2^(64 · count)`.
    func isAtMost(_ number: UInt64, shiftedByWords count: Int) -> Bool {
        let high = words[count...]
        guard high.dropFirst().allSatisfy({ $0 == 0 }), let top = high.first else { return false }
        if top != number { return top < number }
        return words[..<count].allSatisfy { $0 == 0 }
    }
}
