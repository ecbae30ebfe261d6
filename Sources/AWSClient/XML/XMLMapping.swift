// SPDX-License-Identifier: Apache-2.0

/// How the elements inside one element fill a value.
///
/// A mapping is data: fields by element name, each with a key path. Elements that no field names are skipped with
/// all they hold, so answers may grow. While a document is read there are only the values being filled, and no tree.
package struct XMLMapping<Value: Sendable>: Sendable {
    /// What a value is before its elements arrive.
    let start: Value
    let table: XMLTable
    /// Throws if a value lacks what makes it one; nil for most kinds, which need nothing.
    let check: (@Sendable (Value) throws(XMLDecodingError) -> Void)?

    package init(start: Value, _ fields: [XMLField<Value>]) {
        self.start = start
        table = XMLTable(fields.map { ($0.name, $0.action) })
        let required = fields.filter { $0.isMissing != nil }
        guard !required.isEmpty else {
            check = nil
            return
        }
        check = { value throws(XMLDecodingError) in
            for field in required where field.isMissing?(value) == true {
                throw XMLDecodingError("\(field.name) is missing")
            }
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
