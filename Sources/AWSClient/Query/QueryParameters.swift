// SPDX-License-Identifier: Apache-2.0

/// The parameters of an action in AWS's Query protocol, in the order in which they were added.
package struct QueryParameters: Sendable, Hashable {
    private(set) var pairs: [Pair] = []

    struct Pair: Sendable, Hashable {
        var name: String
        var value: String
    }

    package init() {}

    /// Adds a parameter; a nil is not sent.
    package mutating func set(_ name: String, _ value: String?) {
        if let value { pairs.append(Pair(name: name, value: value)) }
    }

    package mutating func set(_ name: String, _ value: Int?) {
        set(name, value.map { String($0) })
    }

    package mutating func set(_ name: String, _ value: Bool?) {
        set(name, value.map { $0 ? "true" : "false" })
    }

    /// Adds a list, as `ImageId.1`, `ImageId.2` and so on.
    package mutating func set(_ name: String, _ values: [String]) {
        for (index, value) in values.enumerated() { set("\(name).\(index + 1)", value) }
    }

    /// The body of a POST, `application/x-www-form-urlencoded`.
    package func encoded() -> [UInt8] {
        var body: [UInt8] = []
        for pair in pairs {
            if !body.isEmpty { body.append(UInt8(ascii: "&")) }
            body.append(percentEncoding: pair.name)
            body.append(UInt8(ascii: "="))
            body.append(percentEncoding: pair.value)
        }
        return body
    }
}
