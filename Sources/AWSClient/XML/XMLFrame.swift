// SPDX-License-Identifier: Apache-2.0

/// A value that is being filled while its element is open.
///
/// Frames, tables and actions do not know the type of the value, so that what runs for every element of a document
/// is not generic code; only the closures made by ``XMLField`` know it.
class XMLFrame {
    /// Usually one; another for each element inside which the fields of this same value go on.
    final var tables: [XMLTable]

    init(_ table: XMLTable) {
        tables = [table]
    }

    /// Called when the value's own element ends.
    func end() throws(XMLDecodingError) {}
}

/// A frame and its value.
final class XMLBox<Value: Sendable>: XMLFrame {
    var value: Value
    private let onEnd: (Value) throws(XMLDecodingError) -> Void

    init(
        _ value: Value,
        _ table: XMLTable,
        onEnd: @escaping (Value) throws(XMLDecodingError) -> Void = { _ throws(XMLDecodingError) in }
    ) {
        self.value = value
        self.onEnd = onEnd
        super.init(table)
    }

    override func end() throws(XMLDecodingError) {
        try onEnd(value)
    }
}

/// What an element does to the frame that it stands in.
enum XMLAction: Sendable {
    /// Hands over the text between the tags.
    case text(@Sendable (XMLFrame, String) throws(XMLDecodingError) -> Void)
    /// Begins a value of its own.
    case value(@Sendable (XMLFrame) -> XMLFrame)
    /// Goes on with the same value.
    case inside(XMLTable)
}

/// Actions by element name.
final class XMLTable: Sendable {
    private let names: [[UInt8]]
    private let actions: [XMLAction]

    init(_ fields: [(name: String, action: XMLAction)]) {
        names = fields.map { Array($0.name.utf8) }
        actions = fields.map(\.action)
    }

    /// The action of a name as expat gives it, compared without making a string of it.
    func action(_ name: UnsafeBufferPointer<UInt8>) -> XMLAction? {
        for index in names.indices {
            let isSame = names[index].withUnsafeBufferPointer { $0.count == name.count && $0.elementsEqual(name) }
            if isSame { return actions[index] }
        }
        return nil
    }
}
