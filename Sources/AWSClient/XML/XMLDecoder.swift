// SPDX-License-Identifier: Apache-2.0

/// Fills one value from a document that arrives in chunks.
///
/// Unchecked, because it is used by one thread after another: made by the caller, fed by the transport, asked for the
/// value once the transport is done.
package final class XMLDecoder<Value: Sendable>: @unchecked Sendable {
    private let parser = ExpatParser()
    private var value: Value
    private var path: [XMLNode<Value>]
    private var text: [UInt8] = []
    /// How many elements deep we are in one that no field names.
    private var skippedDepth = 0
    private var failure: XMLDecodingError?

    package init(_ mapping: XMLMapping<Value>) {
        value = mapping.start
        path = [mapping.node]
    }

    /// - Returns: the value, from a complete and well-formed document only.
    package func finish() throws(XMLDecodingError) -> Value {
        if let failure { throw failure }
        try parser.parse(UnsafeRawBufferPointer(start: nil, count: 0), isFinal: true, handler: self)
        return value
    }
}

extension XMLDecoder: HTTPBodySink {
    /// Goes on taking bytes after an error, so that the connection stays of use; ``finish()`` tells.
    package func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil else { return true }
        do throws(XMLDecodingError) {
            try parser.parse(bytes, isFinal: false, handler: self)
        } catch {
            failure = error
        }
        return true
    }
}

extension XMLDecoder: XMLEventHandler {
    func begin(_ name: UnsafeBufferPointer<UInt8>) throws(XMLDecodingError) {
        guard skippedDepth == 0, let node = path.last?.child(name) else {
            skippedDepth += 1
            return
        }
        path.append(node)
        text.removeAll(keepingCapacity: true)
        try node.onBegin?(&value)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard skippedDepth == 0, path.last?.onText != nil else { return }
        text.append(contentsOf: bytes)
    }

    func end() throws(XMLDecodingError) {
        guard skippedDepth == 0 else {
            skippedDepth -= 1
            return
        }
        guard let node = path.popLast() else { return }
        try node.onText?(&value, String(decoding: text, as: UTF8.self))
        try node.onEnd?(&value)
    }
}
