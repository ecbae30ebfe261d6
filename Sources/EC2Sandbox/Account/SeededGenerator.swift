// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers for the same seed, on every machine.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// A generator of its own for each name.
    package init(seed: UInt64, name: String) {
        // FNV-1a; Hasher would differ from run to run.
        let hash = name.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        self.init(seed: seed ^ hash)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension SeededGenerator {
    /// An id as EC2 makes them: the prefix and 17 hexadecimal digits.
    mutating func id(_ prefix: String) -> String {
        let digits = String(next(), radix: 16)
        return "\(prefix)-0" + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A UUID, version 4 by its looks.
    mutating func uuid() -> String {
        let digits = Array(id("").dropFirst(2)) + Array(id("").dropFirst(2))
        return "\(String(digits[0..<8]))-\(String(digits[8..<12]))-4\(String(digits[13..<16]))"
            + "-a\(String(digits[17..<20]))-\(String(digits[20..<32]))"
    }
}
