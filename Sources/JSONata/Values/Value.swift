// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What an expression computes with.
///
/// Containers are references that never change, so that no value is ever copied.
enum Value {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array(ArrayValue)
    case object(ObjectValue)
    case function(Function)
}

extension Value {
    var isUndefined: Bool {
        guard case .undefined = self else { return false }
        return true
    }

    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var array: ArrayValue? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    var object: ObjectValue? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    var function: Function? {
        guard case .function(let value) = self else { return nil }
        return value
    }

    /// How deep containers nest in it; those that wrap input count as flat.
    var nesting: Int {
        switch self {
        case .array(let array): array.nesting
        case .object(let object): object.nesting
        case .function(let function): function.nesting
        default: 0
        }
    }

    /// The type in function signatures.
    var type: TypeSet {
        switch self {
        case .array: TypeSet(rawValue: 1)
        case .bool: TypeSet(rawValue: 2)
        case .function: TypeSet(rawValue: 4)
        case .null: TypeSet(rawValue: 8)
        case .undefined: TypeSet(rawValue: 16)
        case .number: TypeSet(rawValue: 32)
        case .object: TypeSet(rawValue: 64)
        case .string: TypeSet(rawValue: 128)
        }
    }

    /// The letter of the type in function signatures.
    var symbol: Character {
        switch self {
        case .undefined: "m"
        case .null: "l"
        case .bool: "b"
        case .number: "n"
        case .string: "s"
        case .array: "a"
        case .object: "o"
        case .function: "f"
        }
    }

    /// A sequence of these values, which is the value itself where there is just one.
    static func sequence(_ values: [Value]) -> Value {
        .array(ArrayValue(.values(values), [.sequence]))
    }

    /// An array that stays one whatever its length.
    static func array(of values: [Value]) -> Value {
        .array(ArrayValue(.values(values), []))
    }

    /// The elements of an array, or this as the only one; none of undefined.
    var elements: ArrayValue {
        switch self {
        case .array(let array): array
        case .undefined: ArrayValue(.values([]), [.sequence])
        default: ArrayValue(.values([self]), [.sequence])
        }
    }
}
