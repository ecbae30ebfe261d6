// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// At least one, since curl takes zero for "no limit".
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
