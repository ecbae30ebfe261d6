// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import StatesEngine

extension Timestamp {
    /// The moment on this machine's clock.
    static var now: Timestamp {
        Timestamp(millisecondsSinceEpoch: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}
