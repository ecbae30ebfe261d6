// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Makes items of a CSV text: an object of strings a row, named by the headers.
struct CSVItems {
    let configuration: JSONValue

    /// The items, in order.
    ///
    /// - Throws: ``ErrorOutput`` `States.ItemReaderFailed`.
    func items(_ bytes: [UInt8], limit: Int) throws(ErrorOutput) -> [JSONValue] {
        var rows = CSVRows(bytes: bytes, delimiter: delimiter)
        let headers: [String]
        if let given = configuration["CSVHeaders"]?.array {
            headers = given.compactMap(\.string)
        } else {
            headers = rows.next() ?? []
        }
        guard Set(headers).count == headers.count else {
            throw ItemSource.failure("CSV headers cannot contain duplicates.")
        }
        var items: [JSONValue] = []
        while items.count < limit, let row = rows.next() {
            var object = JSONObject()
            object.reserveCapacity(headers.count)
            for (index, header) in headers.enumerated() {
                // A short row has empty cells; what a long one has too much is not named and so left out.
                object[header] = .string(index < row.count ? row[index] : "")
            }
            items.append(.object(object))
        }
        return items
    }

    private var delimiter: UInt8 {
        switch configuration["CSVDelimiter"]?.string {
        case "PIPE": UInt8(ascii: "|")
        case "SEMICOLON": UInt8(ascii: ";")
        case "SPACE": UInt8(ascii: " ")
        case "TAB": UInt8(ascii: "\t")
        default: UInt8(ascii: ",")
        }
    }
}

/// The rows of a CSV text, one by one.
///
/// RFC 4180, with escapes beyond it: <https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html>
struct CSVRows: IteratorProtocol {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var index = 0

    init(bytes: [UInt8], delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        // A byte order mark is no part of the first header.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    mutating func next() -> [String]? {
        guard index < bytes.count else { return nil }
        var cells: [String] = []
        while true {
            cells.append(cell())
            guard index < bytes.count, bytes[index] == delimiter else { break }
            index += 1
        }
        if index < bytes.count, bytes[index] == 0x0D { index += 1 }
        if index < bytes.count, bytes[index] == 0x0A { index += 1 }
        return cells
    }

    private mutating func cell() -> String {
        var content: [UInt8] = []
        var isQuoted = take(Self.quote)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Self.backslash {
                index += 1
                escaped(into: &content)
            } else if byte == Self.quote {
                index += 1
                // Two quotes stand for one, in quotes or not.
                if take(Self.quote) || !isQuoted { content.append(byte) } else { isQuoted = false }
            } else if isQuoted || !(byte == delimiter || byte == 0x0A || byte == 0x0D) {
                content.append(byte)
                index += 1
            } else {
                break
            }
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// A backslash makes a character of a quote, a delimiter or a backslash, and stands for nothing before others.
    private mutating func escaped(into content: inout [UInt8]) {
        for byte in [Self.backslash, Self.quote, delimiter] where take(byte) {
            content.append(byte)
            return
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
}
