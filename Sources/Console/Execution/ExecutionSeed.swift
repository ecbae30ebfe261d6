// SPDX-License-Identifier: Apache-2.0

import StatesEngine

extension ExecutionRow {
    /// The seed of everything random in the execution.
    ///
    /// It follows from what the store has, so that a restart draws the same numbers (FNV-1a).
    var seed: UInt64 {
        if let mapRun { return mapRun.seed }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "\(arn) \(startedAt.millisecondsSinceEpoch) \(id)".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return hash
    }
}
