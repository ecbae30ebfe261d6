// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259) that survives a round trip: member order and number literals are kept.
///
/// Foundation's `JSONEncoder` keeps neither, and a state machine definition whose states change places on every
/// emission cannot be reviewed.
public enum JSONValue: Sendable, Hashable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number.
    case number(JSONNumber)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members in document order.
    case object(JSONObject)
}

extension JSONValue {
    /// An integer number.
    public static func integer(_ value: some BinaryInteger) -> JSONValue {
        .number(JSONNumber(value))
    }

    /// The string, if this is one.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The boolean, if this is one.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The number, if this is one.
    public var number: JSONNumber? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    /// The integer, if this is a number without a fraction that fits in 64 bits.
    public var integer: Int? {
        number?.integer.map(Int.init)
    }

    /// The elements, if this is an array.
    public var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members, if this is an object.
    public var object: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The member of that name, if this is an object that has one.
    public subscript(_ name: String) -> JSONValue? {
        object?[name]
    }

    /// The element at that index, if this is an array that has one.
    public subscript(_ index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }

    /// What JSON calls the type: `null`, `boolean`, `number`, `string`, `array` or `object`.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// Whether both values mean the same, whatever the order of object members.
    public func isEquivalent(to other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.allSatisfy { name, value in right[name].map { value.isEquivalent(to: $0) } ?? false }
        default:
            self == other
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// JSON `null`.
    public init(nilLiteral: ()) {
        self = .null
    }

    /// A JSON boolean.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// A JSON integer.
    public init(integerLiteral value: Int64) {
        self = .number(JSONNumber(value))
    }

    /// A JSON number with a fraction.
    public init(floatLiteral value: Double) {
        self = .number(JSONNumber(value))
    }

    /// A JSON string.
    public init(stringLiteral value: String) {
        self = .string(value)
    }

    /// A JSON array.
    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// A JSON object; of a name given twice the last value stands.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.lazy.map { (key: $0.0, value: $0.1) }))
    }
}

extension JSONValue: CustomStringConvertible {
    /// The compact JSON text.
    public var description: String {
        serialized()
    }
}
