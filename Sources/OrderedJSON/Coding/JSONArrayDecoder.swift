// SPDX-License-Identifier: Apache-2.0

/// Decodes the elements of an array, one after the other.
struct JSONArrayDecoder: UnkeyedDecodingContainer {
    private let decoder: JSONValueDecoder
    private let elements: [JSONValue]
    private(set) var currentIndex = 0

    init(_ decoder: JSONValueDecoder, _ elements: [JSONValue]) {
        self.decoder = decoder
        self.elements = elements
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try element(Never?.self).decodeNil() else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.decode(type) } }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.decode(type) } }

    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.decode(type) } }

    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { try $0.decode(type) } }

    mutating func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) throws -> Value {
        try next(type) { try $0.decode(type) }
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next(type) { try $0.decode(type) }
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next(JSONObject.self) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next([JSONValue].self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next(JSONValue.self) { $0 } }

    /// Goes on only behind an element that could be decoded.
    private mutating func next<Result>(
        _ type: any Any.Type,
        _ decode: (JSONValueDecoder) throws -> Result
    ) throws -> Result {
        let result = try decode(try element(type))
        currentIndex += 1
        return result
    }

    private func element(_ type: any Any.Type) throws -> JSONValueDecoder {
        let key = JSONKey(intValue: currentIndex)
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: codingPath + [key], debugDescription: "no more elements")
            throw DecodingError.valueNotFound(type, context)
        }
        return decoder.part(elements[currentIndex], key)
    }
}
