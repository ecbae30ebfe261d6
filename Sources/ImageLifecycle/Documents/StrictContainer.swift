// SPDX-License-Identifier: Apache-2.0

/// The fields of a JSON object, of which none may be unknown.
struct StrictContainer<Key: CodingKey & CaseIterable> {
    // By any key: a container of the fields that are known would be a second one for each object.
    private let fields: KeyedDecodingContainer<AnyKey>

    /// - Throws: DocumentError if the value is no object or has a field that `Key` does not name.
    init(_ decoder: any Decoder, keyedBy: Key.Type) throws {
        do {
            fields = try decoder.container(keyedBy: AnyKey.self)
        } catch {
            throw DocumentError(decoder.codingPath, "must be an object")
        }
        let unknown = fields.allKeys.filter { Key(stringValue: $0.stringValue) == nil }
        if let unknown = unknown.min(by: AnyKey.precedes) {
            let allowed = Key.allCases.map(\.stringValue).joined(separator: ", ")
            throw DocumentError(decoder.codingPath + [unknown], "is no field here; the fields are \(allowed)")
        }
    }

    /// The field's value; nil if it is missing or null.
    func value<Value: Decodable>(_ type: Value.Type = Value.self, of key: Key) throws -> Value? {
        let field = AnyKey(key)
        // The decoder loses the place of a number that is no Int.
        if type == Int.self, let number = try? fields.decodeIfPresent(Double.self, forKey: field),
            Int(exactly: number) == nil
        {
            throw problem(key, "is \(number); it must be a whole number")
        }
        do {
            return try fields.decodeIfPresent(type, forKey: field)
        } catch let error as DecodingError {
            throw DocumentError(error)
        }
    }

    func required<Value: Decodable>(_ type: Value.Type = Value.self, of key: Key) throws -> Value {
        guard let value = try value(type, of: key) else { throw problem(key, "is missing") }
        return value
    }

    /// The error to throw about a field.
    func problem(_ key: Key, _ problem: String) -> DocumentError {
        DocumentError(fields.codingPath + [key], problem)
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }

    init(_ key: some CodingKey) { stringValue = key.stringValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }

    static func precedes(_ one: AnyKey, _ other: AnyKey) -> Bool { one.stringValue < other.stringValue }
}
