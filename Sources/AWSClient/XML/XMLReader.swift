// SPDX-License-Identifier: Apache-2.0

/// Follows the elements of a document through frames and tables.
final class XMLReader {
    private let parser = ExpatParser()
    /// An open element that some field names, outermost first; the first entry is the document itself.
    private var path: [XMLFrame]
    /// What to do with the text that is being collected.
    private var onText: (@Sendable (XMLFrame, String) throws(XMLDecodingError) -> Void)?
    private var text: [UInt8] = []
    /// How many elements deep we are in one that no field names.
    private var skippedDepth = 0
    private var failure: XMLDecodingError?

    init(_ root: XMLFrame) {
        path = [root]
    }

    /// Reads on; an error is kept for ``finish()``.
    func read(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        do throws(XMLDecodingError) {
            try parser.parse(bytes, isFinal: false, reader: self)
        } catch {
            failure = error
        }
    }

    /// Ends the document; only a complete and well-formed one passes.
    func finish() throws(XMLDecodingError) {
        if let failure { throw failure }
        try parser.parse(UnsafeRawBufferPointer(start: nil, count: 0), isFinal: true, reader: self)
    }

    func begin(_ name: UnsafeBufferPointer<UInt8>) {
        guard skippedDepth == 0, onText == nil, let frame = path.last, let action = frame.tables.last?.action(name)
        else {
            skippedDepth += 1
            return
        }
        switch action {
        case .text(let effect):
            onText = effect
            text.removeAll(keepingCapacity: true)
        case .value(let begin):
            path.append(begin(frame))
        case .inside(let table):
            frame.tables.append(table)
            path.append(frame)
        }
    }

    func characters(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard skippedDepth == 0, onText != nil else { return }
        text.append(contentsOf: bytes)
    }

    func end() throws(XMLDecodingError) {
        guard skippedDepth == 0 else {
            skippedDepth -= 1
            return
        }
        if let effect = onText {
            onText = nil
            if let frame = path.last { try effect(frame, String(decoding: text, as: UTF8.self)) }
            return
        }
        guard let frame = path.popLast() else { return }
        if frame.tables.count > 1 {
            frame.tables.removeLast()
        } else {
            try frame.end()
        }
    }
}
