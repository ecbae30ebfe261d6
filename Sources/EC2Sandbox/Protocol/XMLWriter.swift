// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Writes elements one after the other into a buffer.
package struct XMLWriter: Sendable {
    private(set) var bytes: [UInt8] = []

    /// An element with text; nothing at all when there is none.
    mutating func text(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        open(name)
        escape(value)
        close(name)
    }

    mutating func bool(_ name: StaticString, _ value: Bool?) {
        text(name, value.map { $0 ? "true" : "false" })
    }

    mutating func integer(_ name: StaticString, _ value: Int?) {
        text(name, value.map(String.init))
    }

    mutating func date(_ name: StaticString, _ value: Date?) {
        text(name, value.map(Timestamp.text))
    }

    /// An element with elements inside.
    mutating func group<Failure>(
        _ name: StaticString,
        _ content: (inout XMLWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(name)
        try content(&self)
        close(name)
    }

    /// An element with an `item` for each value.
    mutating func list<Value>(
        _ name: StaticString,
        _ values: some Sequence<Value>,
        item: StaticString = "item",
        _ content: (inout XMLWriter, Value) -> Void
    ) {
        open(name)
        for value in values {
            open(item)
            content(&self, value)
            close(item)
        }
        close(name)
    }

    /// Text between the elements around it.
    mutating func content(_ value: String) {
        escape(value)
    }

    /// Text that is XML already.
    mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func raw(_ other: XMLWriter) {
        bytes.append(contentsOf: other.bytes)
    }

    private mutating func open(_ name: StaticString) {
        bytes.append(UInt8(ascii: "<"))
        append(name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func close(_ name: StaticString) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(UInt8(ascii: "/"))
        append(name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(_ name: StaticString) {
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// A carriage return is written as a reference, since parsers turn a bare one into a line feed.
    mutating func escape(_ value: String) {
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\r"): raw("&#13;")
            default: bytes.append(byte)
            }
        }
    }
}
