// SPDX-License-Identifier: Apache-2.0

extension JSONValue {
    /// Decodes a value from this one, as Foundation's `JSONDecoder` does from its text.
    ///
    /// For documents that are values already: the way over their text is several times the work.
    ///
    /// - Parameters:
    ///   - type: What to decode.
    ///   - memory: Spares decoding a part that is the same as in the last document.
    /// - Returns: The decoded value.
    /// - Throws: `DecodingError` with the place, or what the type's own `init(from:)` throws.
    package func decoded<Value: Decodable>(
        as type: Value.Type = Value.self,
        remembering memory: (any JSONPartMemory)? = nil
    ) throws -> Value {
        try JSONValueDecoder(self, memory: memory).decode(type)
    }
}

/// Decodes from one value, whose parts get decoders of their own.
struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let codingPath: [any CodingKey]
    let memory: (any JSONPartMemory)?
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ value: JSONValue, at codingPath: [any CodingKey] = [], memory: (any JSONPartMemory)?) {
        self.value = value
        self.codingPath = codingPath
        self.memory = memory
    }

    /// The decoder of a part.
    func part(_ value: JSONValue, _ key: some CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(value, at: codingPath + [key], memory: memory)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let object) = value else { throw mismatch([String: JSONValue].self) }
        return KeyedDecodingContainer(JSONObjectDecoder<Key>(self, object))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch([JSONValue].self) }
        return JSONArrayDecoder(self, elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The error for a value that should be of another type.
    private func mismatch(_ type: any Any.Type) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "found \(value.typeName)")
        return value == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { value == .null }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw mismatch(type) }
        return text
    }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = value else { throw mismatch(type) }
        return bool
    }

    func decode(_ type: Double.Type) throws -> Double {
        guard case .number(let number) = value else { throw mismatch(type) }
        return number.double
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }

    /// Any other integer than fits is no value of the type, and one with a fraction neither.
    func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) throws -> Value {
        guard case .number(let number) = value else { throw mismatch(type) }
        guard let integer = number.integer.flatMap(Value.init(exactly:)) else {
            let problem = "Number \(number.literal) is not representable in Swift."
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: problem))
        }
        return integer
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try memory?.decoded(type, from: value) { try Value(from: self) } ?? Value(from: self)
    }
}
