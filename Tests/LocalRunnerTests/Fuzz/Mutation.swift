// SPDX-License-Identifier: Apache-2.0

import EC2Sandbox

/// Small damage to a valid document: bytes changed, lost, doubled, swapped, or taken from elsewhere in it.
enum Mutation {
    static func apply(to original: [UInt8], using random: inout SeededGenerator, splices: [String]) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: bytes.indices, using: &random)
            let end = min(bytes.count, at + Int.random(in: 1...24, using: &random))
            switch Int.random(in: 0..<7, using: &random) {
            case 0: bytes[at] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 3: bytes.removeSubrange(at...)
            case 4: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 5:
                let other = Int.random(in: bytes.indices, using: &random)
                bytes.insert(contentsOf: bytes[at..<end], at: other)
            default:
                let splice = splices.randomElement(using: &random) ?? ""
                bytes.replaceSubrange(at..<end, with: Array(splice.utf8))
            }
        }
        return bytes
    }
}
