// SPDX-License-Identifier: Apache-2.0

import CExpat

/// Expat, fed chunk by chunk.
///
/// A document type declaration ends the parse: AWS sends none, and entities are only good for attacks.
final class ExpatParser {
    /// Deeper than any answer of AWS's.
    private static let maxDepth = 64

    private let parser: XML_Parser?
    /// Set while it parses, and only used then.
    private unowned(unsafe) var reader: XMLReader?
    private var depth = 0
    private var failure: XMLDecodingError?

    init() {
        parser = XML_ParserCreate(nil)
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, _ in ExpatParser.from(context)?.begin(name) },
            { context, _ in ExpatParser.from(context)?.end() }
        )
        XML_SetCharacterDataHandler(parser) { context, bytes, count in ExpatParser.from(context)?.text(bytes, count) }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            ExpatParser.from(context)?.fail(XMLDecodingError("document type declarations are not accepted"))
        }
    }

    deinit {
        XML_ParserFree(parser)
    }

    /// Reads on; with the final bytes the document must be complete.
    ///
    /// - Throws: the first error, of the document or of the reader, with its line; and the same again ever after.
    func parse(
        _ bytes: UnsafeRawBufferPointer,
        isFinal: Bool,
        reader: XMLReader
    ) throws(XMLDecodingError) {
        if let failure { throw failure }
        guard let parser else { throw XMLDecodingError("expat is out of memory") }
        self.reader = reader
        let status = XML_Parse(
            parser,
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(clamping: bytes.count),
            isFinal ? 1 : 0
        )
        guard status != XML_STATUS_OK || failure != nil else { return }
        var failure = failure ?? XMLDecodingError(String(cString: XML_ErrorString(XML_GetErrorCode(parser))))
        failure.line = Int(XML_GetCurrentLineNumber(parser))
        self.failure = failure
        throw failure
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> ExpatParser? {
        context.map { Unmanaged<ExpatParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(_ name: UnsafePointer<CChar>?) {
        depth += 1
        guard failure == nil, let name, let reader else { return }
        guard depth <= Self.maxDepth else {
            return fail(XMLDecodingError("more than \(Self.maxDepth) elements inside each other"))
        }
        var count = 0
        while name[count] != 0 { count += 1 }
        name.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            reader.begin(UnsafeBufferPointer(start: bytes, count: count))
        }
    }

    private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
        guard failure == nil, let bytes, let reader else { return }
        bytes.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
            reader.characters(UnsafeBufferPointer(start: $0, count: Int(count)))
        }
    }

    private func end() {
        depth -= 1
        guard failure == nil, let reader else { return }
        do throws(XMLDecodingError) { try reader.end() } catch { fail(error) }
    }

    private func fail(_ error: XMLDecodingError) {
        failure = error
        XML_StopParser(parser, 0)
    }
}
