// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The branches of a Parallel state under way.
struct ParallelLogic: Sendable {
    private(set) var children: [StrandID]
    private var outputs: [JSONValue]
    private var remaining: Int

    init(children: [StrandID]) {
        self.children = children
        outputs = Array(repeating: .null, count: children.count)
        remaining = children.count
    }

    /// Takes a branch's output.
    ///
    /// - Returns: The outputs in the order of the branches, when this was the last.
    mutating func branchEnded(_ branch: Int, output: JSONValue) -> [JSONValue]? {
        outputs[branch] = output
        remaining -= 1
        return remaining == 0 ? outputs : nil
    }
}
