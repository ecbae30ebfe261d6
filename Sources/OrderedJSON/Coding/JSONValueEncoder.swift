// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// Encodes a value, as Foundation's `JSONEncoder` does with sorted keys.
    ///
    /// - Throws: `EncodingError` for a number that JSON does not have, or what the type's own `encode(to:)` throws.
    package init(encoding value: some Encodable) throws {
        let encoder = JSONValueEncoder(at: [])
        try value.encode(to: encoder)
        self = encoder.value
    }
}

/// A part of a value in the making: it is ready, or somebody still works on it.
enum JSONPart {
    case value(JSONValue)
    case encoder(JSONValueEncoder)

    fileprivate var value: JSONValue {
        switch self {
        case .value(let value): value
        case .encoder(let encoder): encoder.value
        }
    }
}

/// Encodes one value; a part that is no string, number or boolean gets an encoder of its own.
final class JSONValueEncoder: Encoder {
    private enum Content {
        case single(JSONValue)
        case members
        case elements
    }

    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    // A type that encodes nothing leaves an empty object.
    private var content = Content.single([:])
    private var members: [(name: String, part: JSONPart)] = []
    private(set) var elements: [JSONPart] = []

    init(at codingPath: [any CodingKey]) {
        self.codingPath = codingPath
    }

    fileprivate var value: JSONValue {
        switch content {
        case .single(let value): value
        case .members:
            .object(JSONObject(members.sorted { $0.name < $1.name }.lazy.map { (key: $0.name, value: $0.part.value) }))
        case .elements: .array(elements.map(\.value))
        }
    }

    func add(_ name: String, _ part: JSONPart) { members.append((name, part)) }

    func append(_ part: JSONPart) { elements.append(part) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        content = .members
        return KeyedEncodingContainer(JSONObjectEncoder<Key>(self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        content = .elements
        return JSONArrayEncoder(self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() { content = .single(.null) }

    func encode(_ value: String) { content = .single(.string(value)) }

    func encode(_ value: Bool) { content = .single(.bool(value)) }

    func encode(_ value: Double) throws {
        guard value.isFinite else {
            let context = EncodingError.Context(codingPath: codingPath, debugDescription: "JSON has no \(value)")
            throw EncodingError.invalidValue(value, context)
        }
        content = .single(Int64(exactly: value).map(JSONValue.integer) ?? .number(JSONNumber(value)))
    }

    func encode(_ value: Float) throws { try encode(Double(value)) }

    func encode(_ value: some FixedWidthInteger & Encodable) { content = .single(.integer(value)) }

    func encode(_ value: some Encodable) throws { try value.encode(to: self) }
}
