// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Actions by element name.
final class XMLTable: Sendable {
    /// Where a name stands in `names`, and what most others already differ in.
    private struct Name: Sendable {
        var start: Int
        var count: Int
        var first: UInt8
        var last: UInt8
    }

    private let entries: [Name]
    /// All names, one behind the other.
    private let names: [UInt8]
    let actions: [XMLAction]

    init(_ fields: [(name: String, action: XMLAction)]) {
        var entries: [Name] = []
        var names: [UInt8] = []
        for field in fields {
            let name = Array(field.name.utf8)
            precondition(!name.isEmpty, "an element has a name")
            entries.append(Name(start: names.count, count: name.count, first: name[0], last: name[name.count - 1]))
            names += name
        }
        self.entries = entries
        self.names = names
        actions = fields.map(\.action)
    }

    /// The entry of a name as expat gives it, compared without making a string of it.
    func entry(_ name: UnsafeRawBufferPointer) -> Int? {
        guard let first = name.first, let last = name.last, let start = name.baseAddress else { return nil }
        return entries.withUnsafeBufferPointer { entries in
            for index in entries.indices {
                let entry = entries[index]
                guard entry.count == name.count, entry.first == first, entry.last == last else { continue }
                let isSame = names.withUnsafeBytes { names in
                    names.baseAddress.map { memcmp($0 + entry.start, start, entry.count) == 0 } ?? false
                }
                if isSame { return index }
            }
            return nil
        }
    }
}

/// What an element does to the frame that it stands in.
enum XMLAction: Sendable {
    /// Hands over the text between the tags, which is UTF-8 and not empty.
    case text(@Sendable (XMLFrame, [UInt8]) throws(XMLDecodingError) -> Void)
    /// Begins a value of its own.
    case value(XMLMember)
    /// Goes on with the same value.
    case inside(XMLTable)
}

/// A kind of value inside another one.
///
/// A class, because frames are found by its identity.
final class XMLMember: Sendable {
    let makeFrame: @Sendable () -> XMLFrame

    init(_ makeFrame: @escaping @Sendable () -> XMLFrame) {
        self.makeFrame = makeFrame
    }
}
