// SPDX-License-Identifier: Apache-2.0

import CExpat
import Glibc

/// Expat, fed chunk by chunk, leading an ``XMLPath`` through the document.
///
/// A document type declaration ends the parse: AWS sends none, and entities are only good for attacks.
final class ExpatParser {
    /// What expat's calls get: memory of its own, because a call for each element has no time to count references to
    /// an object, or to check who else uses its members.
    private struct Reading {
        let parser: XML_Parser?
        var path: XMLPath
        var failure: XMLDecodingError?

        /// Ends the parse at the first error.
        mutating func take(_ step: (inout XMLPath) throws(XMLDecodingError) -> Void) {
            guard failure == nil else { return }
            do throws(XMLDecodingError) { try step(&path) } catch { fail(error) }
        }

        mutating func fail(_ error: XMLDecodingError) {
            failure = XMLDecodingError(error.message, line: Int(XML_GetCurrentLineNumber(parser)))
            XML_StopParser(parser, 0)
        }
    }

    private let reading: UnsafeMutablePointer<Reading>

    init(_ path: XMLPath) {
        let parser = XML_ParserCreate(nil)
        reading = .allocate(capacity: 1)
        reading.initialize(to: Reading(parser: parser, path: path))
        XML_SetUserData(parser, reading)
        XML_SetElementHandler(
            parser,
            { context, name, _ in
                guard let name else { return }
                let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
                ExpatParser.step(context) { path throws(XMLDecodingError) in try path.begin(bytes) }
            },
            { context, _ in ExpatParser.step(context) { path throws(XMLDecodingError) in try path.end() } }
        )
        XML_SetCharacterDataHandler(parser) { context, start, count in
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
            ExpatParser.step(context) { $0.characters(bytes) }
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            ExpatParser.step(context) { _ throws(XMLDecodingError) in
                throw XMLDecodingError("document type declarations are not accepted")
            }
        }
    }

    deinit {
        XML_ParserFree(reading.pointee.parser)
        reading.deinitialize(count: 1)
        reading.deallocate()
    }

    private static func step(
        _ context: UnsafeMutableRawPointer?,
        _ step: (inout XMLPath) throws(XMLDecodingError) -> Void
    ) {
        context?.assumingMemoryBound(to: Reading.self).pointee.take(step)
    }

    /// Reads on; with the final bytes the document must be complete.
    ///
    /// - Throws: the first error, of the document or of a field, with its line; and the same again ever after.
    func parse(_ bytes: UnsafeRawBufferPointer, isFinal: Bool) throws(XMLDecodingError) {
        if let failure = reading.pointee.failure { throw failure }
        guard let parser = reading.pointee.parser else { throw XMLDecodingError("expat is out of memory") }
        let status = XML_Parse(
            parser,
            bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
            Int32(clamping: bytes.count),
            isFinal ? 1 : 0
        )
        if status != XML_STATUS_OK, reading.pointee.failure == nil {
            reading.pointee.fail(XMLDecodingError(String(cString: XML_ErrorString(XML_GetErrorCode(parser)))))
        }
        if let failure = reading.pointee.failure { throw failure }
    }
}
