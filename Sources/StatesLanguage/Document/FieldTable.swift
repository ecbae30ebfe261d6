// SPDX-License-Identifier: Apache-2.0

/// The fields of a type of object, in the order in which a new document is written.
struct FieldTable<Object: DocumentObject>: Sendable {
    let fields: [Field<Object>]
    private let byName: [String: Field<Object>]

    /// A table put together from groups.
    init(_ groups: [Field<Object>]...) {
        fields = groups.flatMap { $0 }
        byName = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
    }

    subscript(_ name: String) -> Field<Object>? {
        byName[name]
    }
}
