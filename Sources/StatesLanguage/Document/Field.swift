// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// One field of an object: its name in documents, and how it gets into the Swift value and out again.
struct Field<Object: DocumentObject>: Sendable {
    let name: String
    let isRequired: Bool

    /// Puts the member's value into the object; false, after noting why, when it cannot.
    let decode: @Sendable (JSONValue, inout Object, inout ProblemCollector) -> Bool

    /// Whether the object has a value for the field.
    let isPresent: @Sendable (Object) -> Bool

    /// The member's value, if the object has one.
    let encode: @Sendable (Object) -> JSONValue?
}

extension Field {
    /// A field that an object must have.
    static func required<Value: DocumentValue>(
        _ name: String,
        _ property: any WritableKeyPath<Object, Value> & Sendable
    ) -> Field {
        Field(name: name, isRequired: true) { json, object, context in
            guard let value = Value(decoding: json, in: &context) else { return false }
            object[keyPath: property] = value
            return true
        } isPresent: { _ in
            true
        } encode: { object in
            object[keyPath: property].encoded
        }
    }

    /// A field that an object may have.
    static func optional<Value: DocumentValue>(
        _ name: String,
        _ property: any WritableKeyPath<Object, Value?> & Sendable
    ) -> Field {
        Field(name: name, isRequired: false) { json, object, context in
            object[keyPath: property] = Value(decoding: json, in: &context)
            return object[keyPath: property] != nil
        } isPresent: { object in
            object[keyPath: property] != nil
        } encode: { object in
            object[keyPath: property]?.encoded
        }
    }
}
