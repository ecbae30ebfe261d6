// SPDX-License-Identifier: Apache-2.0

/// Fills one value from a document that arrives in chunks.
///
/// Unchecked, because it is used by one thread after another: made by the caller, fed by the transport, asked for the
/// value once the transport is done.
package final class XMLDecoder<Value: Sendable>: HTTPBodySink, @unchecked Sendable {
    private let root: XMLBox<Value>
    private let parser: ExpatParser

    package init(_ mapping: XMLMapping<Value>) {
        root = XMLBox(mapping)
        parser = ExpatParser(XMLPath(root))
    }

    /// Goes on taking bytes after an error, so that the connection stays of use; ``finish()`` tells.
    package func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        try? parser.parse(bytes, isFinal: false)
        return true
    }

    /// - Returns: the value, from a complete and well-formed document only.
    package func finish() throws(XMLDecodingError) -> Value {
        try parser.parse(UnsafeRawBufferPointer(start: nil, count: 0), isFinal: true)
        return root.value
    }
}
