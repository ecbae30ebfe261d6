// SPDX-License-Identifier: Apache-2.0

package import FoundationEssentials

/// A value that an element's text can say.
package protocol XMLTextValue: Sendable {
    init?(xmlText: String)
    /// What it is, for messages: `a whole number`.
    static var xmlDescription: String { get }
}

extension XMLField {
    package typealias Path<Member> = any WritableKeyPath<Value, Member> & Sendable

    /// Text; an empty element says nothing and leaves the member as it was.
    package static func text<Member: XMLTextValue>(_ name: String, _ path: Path<Member>) -> XMLField {
        leaf(name) { box, bytes throws(XMLDecodingError) in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let member = Member(xmlText: text) else {
                throw XMLDecodingError("\(name) is \"\(text.prefix(40))\", not \(Member.xmlDescription)")
            }
            box.value[keyPath: path] = member
        }
    }

    /// Text, one for each element of this name.
    package static func collect(_ name: String, _ path: Path<[String]>) -> XMLField {
        leaf(name) { box, bytes throws(XMLDecodingError) in
            box.value[keyPath: path].append(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// Text without which the value is none, an identifier for instance.
    package static func required(_ name: String, _ path: Path<String>) -> XMLField {
        var field = text(name, path)
        field.isMissing = { $0[keyPath: path].isEmpty }
        return field
    }

    /// A time; what is no time stands for `unreadable`, which without a word is none.
    package static func date(_ name: String, _ path: Path<Date?>, unreadable: Date? = nil) -> XMLField {
        leaf(name) { box, bytes throws(XMLDecodingError) in
            box.value[keyPath: path] = Date(timestamp: bytes) ?? unreadable
        }
    }

    /// A structure.
    package static func structure<Member>(
        _ name: String,
        _ path: Path<Member?>,
        _ mapping: XMLMapping<Member>
    ) -> XMLField {
        value(name, mapping) { box, member in box.value[keyPath: path] = member.take() }
    }

    /// Structures, each in an `item` of the element.
    package static func items<Member>(
        _ name: String,
        _ path: Path<[Member]>,
        _ mapping: XMLMapping<Member>
    ) -> XMLField {
        inside(name, [each("item", path, mapping)])
    }

    /// Structures, one for each element of this name.
    package static func each<Member>(
        _ name: String,
        _ path: Path<[Member]>,
        _ mapping: XMLMapping<Member>
    ) -> XMLField {
        value(name, mapping) { box, member in box.value[keyPath: path].append(member.take()) }
    }

    /// Fields of this same value that stand one element deeper.
    package static func inside(_ name: String, _ fields: [XMLField]) -> XMLField {
        XMLField(name: name, action: .inside(XMLTable(fields.map { ($0.name, $0.action) })))
    }

    // The frame is the one whose table holds the field: a box of the value that the field is of.

    private static func leaf(
        _ name: String,
        _ effect: @escaping @Sendable (XMLBox<Value>, [UInt8]) throws(XMLDecodingError) -> Void
    ) -> XMLField {
        let action = XMLAction.text { frame, bytes throws(XMLDecodingError) in
            try effect(unsafeDowncast(frame, to: XMLBox<Value>.self), bytes)
        }
        return XMLField(name: name, action: action)
    }

    private static func value<Member>(
        _ name: String,
        _ mapping: XMLMapping<Member>,
        _ deliver: @escaping @Sendable (XMLBox<Value>, XMLBox<Member>) -> Void
    ) -> XMLField {
        let member = XMLMember {
            XMLBox(mapping) { member, frame in deliver(unsafeDowncast(frame, to: XMLBox<Value>.self), member) }
        }
        return XMLField(name: name, action: .value(member))
    }
}
