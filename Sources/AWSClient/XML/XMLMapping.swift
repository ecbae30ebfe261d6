// SPDX-License-Identifier: Apache-2.0

/// How the elements inside one element fill a value.
///
/// A mapping is data: fields by element name, each with a key path. Elements that no field names are skipped with
/// all they hold, so answers may grow. While a document is read there are only the values being filled, and no tree.
package struct XMLMapping<Value: Sendable>: Sendable {
    /// What a value is before its elements arrive.
    let start: Value
    let table: XMLTable
    private let required: [XMLField<Value>]

    package init(start: Value, _ fields: [XMLField<Value>]) {
        self.start = start
        table = XMLTable(fields.map { ($0.name, $0.action) })
        required = fields.filter { $0.isMissing != nil }
    }

    /// A frame for a new value, which hands it on when its element ends.
    func frame(deliver: @escaping (Value) -> Void) -> XMLFrame {
        XMLBox(start, table) { [required] value throws(XMLDecodingError) in
            for field in required where field.isMissing?(value) == true {
                throw XMLDecodingError("\(field.name) is missing")
            }
            deliver(value)
        }
    }
}

/// An element's name and what happens to it.
package struct XMLField<Value: Sendable>: Sendable {
    let name: String
    let action: XMLAction
    /// Set where a value without this element is none.
    var isMissing: (@Sendable (Value) -> Bool)?
}
