// SPDX-License-Identifier: Apache-2.0

/// How the elements inside one element fill a value.
///
/// A mapping is data: fields by element name, each with a key path. Elements that no field names are skipped with
/// all they hold, so answers may grow. While a document is read there is one value, filled in place, and no tree.
package final class XMLMapping<Value: Sendable>: Sendable {
    /// What a value is before its elements arrive.
    let start: Value
    let node: XMLNode<Value>

    package init(start: Value, _ fields: [XMLField<Value>]) {
        self.start = start
        node = XMLNode(children: fields)
    }
}

/// An element's name and what happens to it.
package struct XMLField<Value: Sendable>: Sendable {
    let name: String
    let node: XMLNode<Value>
    /// Set where a value without this element is none.
    var isMissing: (@Sendable (Value) -> Bool)?
}

/// What happens at an element, in terms of the value that is being filled.
final class XMLNode<Value: Sendable>: Sendable {
    typealias Effect = @Sendable (inout Value) throws(XMLDecodingError) -> Void
    typealias TextEffect = @Sendable (inout Value, String) throws(XMLDecodingError) -> Void

    let children: [XMLField<Value>]
    let onBegin: Effect?
    /// Takes the text between the tags; nil where only the elements inside count.
    let onText: TextEffect?
    let onEnd: Effect?

    init(
        children: [XMLField<Value>] = [],
        onBegin: Effect? = nil,
        onText: TextEffect? = nil,
        onEnd: Effect? = nil
    ) {
        self.children = children
        self.onBegin = onBegin
        self.onText = onText
        self.onEnd = onEnd
    }

    /// The child of a name as expat gives it, compared without making a string of it.
    func child(_ name: UnsafeBufferPointer<UInt8>) -> XMLNode? {
        for field in children where field.name.utf8.elementsEqual(name) { return field.node }
        return nil
    }
}
