// SPDX-License-Identifier: Apache-2.0

internal import OrderedCollections

/// A JSON object that keeps its members in the order in which they were written.
///
/// Equality is sensitive to that order; ``JSONValue/isEquivalent(to:)`` is not. Look-up by name takes constant time.
public struct JSONObject: Sendable, Hashable {
    private var members: OrderedDictionary<String, JSONValue>

    /// An object without members.
    public init() {
        members = [:]
    }

    /// An object of these members; of a name given twice the last value stands, at the first place.
    public init(_ members: some Sequence<(key: String, value: JSONValue)>) {
        self.members = OrderedDictionary(
            members.lazy.map { ($0.key, $0.value) },
            uniquingKeysWith: { _, last in last }
        )
    }

    /// The names, in order.
    public var names: [String] {
        Array(members.keys)
    }

    /// The values, in order.
    public var values: [JSONValue] {
        Array(members.values)
    }

    /// The value of a member.
    ///
    /// Setting a new name appends; setting nil removes and keeps the others' order.
    public subscript(_ name: String) -> JSONValue? {
        get { members[name] }
        set { members[name] = newValue }
        _modify { yield &members[name] }
    }

    /// Removes a member and gives its value, if there was one.
    @discardableResult
    public mutating func removeValue(forName name: String) -> JSONValue? {
        members.removeValue(forKey: name)
    }

    /// Makes room for that many members.
    public mutating func reserveCapacity(_ count: Int) {
        members.reserveCapacity(count)
    }
}

extension JSONObject: RandomAccessCollection {
    /// The place of the first member.
    public var startIndex: Int { 0 }

    /// The place behind the last member.
    public var endIndex: Int { members.count }

    /// The member at that place.
    public subscript(position: Int) -> (key: String, value: JSONValue) {
        let member = members.elements[position]
        return (member.key, member.value)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object of these members; of a name given twice the last value stands.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.lazy.map { (key: $0.0, value: $0.1) })
    }
}
