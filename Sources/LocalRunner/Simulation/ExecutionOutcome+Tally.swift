// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

extension ExecutionOutcome {
    /// One of the counts with which a run of a retiring workflow ends; nil if it ended without.
    func tallied(_ name: String) -> Int? {
        output?["tally"]?[name]?.integer
    }
}
