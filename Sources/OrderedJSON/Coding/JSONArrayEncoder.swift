// SPDX-License-Identifier: Apache-2.0

/// Encodes the elements of an array, one after the other.
struct JSONArrayEncoder: UnkeyedEncodingContainer {
    private let encoder: JSONValueEncoder

    init(_ encoder: JSONValueEncoder) {
        self.encoder = encoder
    }

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { encoder.elements.count }

    func encodeNil() { encoder.append(.value(.null)) }

    func encode(_ value: String) { encoder.append(.value(.string(value))) }

    func encode(_ value: Bool) { encoder.append(.value(.bool(value))) }

    func encode(_ value: some FixedWidthInteger & Encodable) { encoder.append(.value(.integer(value))) }

    func encode(_ value: Double) throws { try element().encode(value) }

    func encode(_ value: Float) throws { try element().encode(value) }

    func encode(_ value: some Encodable) throws { try value.encode(to: element()) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        element().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { element().unkeyedContainer() }

    func superEncoder() -> any Encoder { element() }

    private func element() -> JSONValueEncoder {
        let element = JSONValueEncoder(at: codingPath + [JSONKey(intValue: count)])
        encoder.append(.encoder(element))
        return element
    }
}
