// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The iterations of an inline Map under way.
struct InlineMapLogic: Sendable {
    let items: [JSONValue]
    /// The state's effective input, which item selectors see as `$`.
    let input: JSONValue
    /// Iterations under way, by their place.
    private(set) var children: [Int: StrandID] = [:]
    private var outputs: [JSONValue]
    private var next = 0
    private var remaining: Int
    private let concurrency: Int

    init(items: [JSONValue], input: JSONValue, concurrency: Int) {
        self.items = items
        self.input = input
        self.concurrency = concurrency
        outputs = Array(repeating: .null, count: items.count)
        remaining = items.count
    }

    /// The places of the items that may be begun with now.
    mutating func nextItems() -> Range<Int> {
        let end = min(items.count, next + max(0, concurrency - children.count))
        defer { next = end }
        return next..<end
    }

    mutating func iterationStarted(_ index: Int, strand: StrandID) {
        children[index] = strand
    }

    /// Takes an iteration's output.
    ///
    /// - Returns: The outputs in the order of the items, when this was the last.
    mutating func iterationEnded(_ index: Int, output: JSONValue) -> [JSONValue]? {
        children[index] = nil
        outputs[index] = output
        remaining -= 1
        return remaining == 0 ? outputs : nil
    }
}
