// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// What the last part of one type was decoded to, for documents that have the same part again and again.
package final class DecodingMemory<Part: Decodable & Sendable>: Sendable {
    private let last = Mutex<(source: JSONValue, part: Part)?>(nil)

    package init() {}
}

/// A memory of any type.
package protocol JSONPartMemory: Sendable {
    /// The decoded part, remembered or new; nil if the memory is of another type.
    func decoded<Value: Decodable>(_ type: Value.Type, from value: JSONValue, _ decode: () throws -> Value) rethrows
        -> Value?
}

extension DecodingMemory: JSONPartMemory {
    package func decoded<Value: Decodable>(
        _ type: Value.Type,
        from value: JSONValue,
        _ decode: () throws -> Value
    ) rethrows -> Value? {
        guard type == Part.self else { return nil }
        // Where the values share their storage, as those of one execution do, the comparison takes no time.
        if let known = last.withLock({ $0?.source == value ? $0?.part : nil }) { return known as? Value }
        let decoded = try decode()
        if let part = decoded as? Part { last.withLock { $0 = (value, part) } }
        return decoded
    }
}
