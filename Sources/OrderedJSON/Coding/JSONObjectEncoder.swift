// SPDX-License-Identifier: Apache-2.0

/// Encodes the members of an object.
struct JSONObjectEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let encoder: JSONValueEncoder

    init(_ encoder: JSONValueEncoder) {
        self.encoder = encoder
    }

    var codingPath: [any CodingKey] { encoder.codingPath }

    func encodeNil(forKey key: Key) { add(.null, key) }

    func encode(_ value: String, forKey key: Key) { add(.string(value), key) }

    func encode(_ value: Bool, forKey key: Key) { add(.bool(value), key) }

    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) { add(.integer(value), key) }

    func encode(_ value: Double, forKey key: Key) throws { try member(key).encode(value) }

    func encode(_ value: Float, forKey key: Key) throws { try member(key).encode(value) }

    func encode(_ value: some Encodable, forKey key: Key) throws { try value.encode(to: member(key)) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { member(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { member(JSONKey(stringValue: "super")) }

    func superEncoder(forKey key: Key) -> any Encoder { member(key) }

    private func add(_ value: JSONValue, _ key: Key) { encoder.add(key.stringValue, .value(value)) }

    private func member(_ key: some CodingKey) -> JSONValueEncoder {
        let member = JSONValueEncoder(at: codingPath + [key])
        encoder.add(key.stringValue, .encoder(member))
        return member
    }
}
