// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// An array of the input, of the expression, or a sequence, which is an array that a query made.
final class ArrayValue {
    enum Storage {
        /// Of the input; elements are wrapped when they are read.
        case json([JSONValue])
        case values([Value])
        /// The integers from a first one to a last one, which no memory holds.
        case range(Int, Int)
        /// Items with the variables that `@`, `#` and `%` bound on the way to them.
        case tuples([Tuple])
    }

    struct Flags: OptionSet {
        let rawValue: UInt8

        /// Made by a query: flattened into others, and unwrapped where it has one element.
        static let sequence = Flags(rawValue: 1)
        /// A sequence of one that stays an array, by `[]`.
        static let keepsSingleton = Flags(rawValue: 2)
        /// Written as `[…]` in a step: not flattened.
        static let constructed = Flags(rawValue: 4)
        /// Wraps the input document, if that is an array.
        static let wrapsInput = Flags(rawValue: 8)
    }

    let storage: Storage
    let flags: Flags
    let nesting: Int

    init(_ storage: Storage, _ flags: Flags) {
        self.storage = storage
        self.flags = flags
        switch storage {
        case .json, .range: nesting = 1
        case .values(let values): nesting = 1 + (values.lazy.map(\.nesting).max() ?? 0)
        case .tuples(let tuples): nesting = 1 + (tuples.lazy.map(\.item.nesting).max() ?? 0)
        }
    }

    private init(_ other: ArrayValue, _ flags: Flags) {
        storage = other.storage
        nesting = other.nesting
        self.flags = flags
    }

    /// The same elements, otherwise flagged.
    func flagged(_ flags: Flags) -> ArrayValue {
        flags == self.flags ? self : ArrayValue(self, flags)
    }

    var isSequence: Bool { flags.contains(.sequence) }

    var tuples: [Tuple]? {
        guard case .tuples(let tuples) = storage else { return nil }
        return tuples
    }
}

extension ArrayValue: RandomAccessCollection {
    var startIndex: Int { 0 }

    var endIndex: Int {
        switch storage {
        case .json(let elements): elements.count
        case .values(let elements): elements.count
        case .range(let first, let last): last - first + 1
        case .tuples(let tuples): tuples.count
        }
    }

    subscript(position: Int) -> Value {
        switch storage {
        case .json(let elements): Value(elements[position])
        case .values(let elements): elements[position]
        case .range(let first, _): .number(Double(first + position))
        case .tuples(let tuples): tuples[position].item
        }
    }

    /// All elements.
    var values: [Value] {
        if case .values(let elements) = storage { return elements }
        return Array(self)
    }
}

/// An item of a path with the variables bound on the way to it.
struct Tuple {
    var item: Value
    var variables: [Variable]

    /// Binds a variable, or binds it anew.
    mutating func bind(_ name: String, _ value: Value) {
        if let index = variables.firstIndex(where: { $0.name == name }) {
            variables[index].value = value
        } else {
            variables.append(Variable(name: name, value: value))
        }
    }
}

/// A name and what it stands for.
struct Variable {
    let name: String
    var value: Value
}
