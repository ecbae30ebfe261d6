// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension JSONValue {
    /// Whether the compact JSON text has more UTF-8 bytes than that; stops counting as soon as it is clear.
    func isLonger(than limit: Int) -> Bool {
        // Nearly all values are far below: a byte takes six in JSON at most.
        var budget = limit
        spend(&budget) { 2 + 6 * $0.utf8.count }
        guard budget < 0 else { return false }
        budget = limit
        spend(&budget) { $0.serializedByteCount }
        return budget < 0
    }

    private func spend(_ budget: inout Int, _ size: (String) -> Int) {
        guard budget >= 0 else { return }
        switch self {
        case .null: budget -= 4
        case .bool(let value): budget -= value ? 4 : 5
        case .number(let number): budget -= number.literal.utf8.count
        case .string(let string): budget -= size(string)
        case .array(let elements):
            budget -= 1 + max(1, elements.count)
            for element in elements { element.spend(&budget, size) }
        case .object(let members):
            budget -= 1 + max(1, members.count)
            for (name, value) in members {
                budget -= size(name) + 1
                value.spend(&budget, size)
            }
        }
    }
}

extension String {
    /// The bytes of the string in JSON, quotes and escapes included.
    fileprivate var serializedByteCount: Int {
        utf8.reduce(into: 2) { count, byte in
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x08, 0x09, 0x0A, 0x0C, 0x0D: count += 2
            case 0..<0x20: count += 6
            default: count += 1
            }
        }
    }
}
