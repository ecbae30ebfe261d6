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
        leaf(name) { value, text throws(XMLDecodingError) in
            guard let member = Member(xmlText: text) else {
                throw XMLDecodingError("\(name) is \"\(text.prefix(40))\", not \(Member.xmlDescription)")
            }
            value[keyPath: path] = member
        }
    }

    /// Text without which the value is none, an identifier for instance.
    package static func required(_ name: String, _ path: Path<String>) -> XMLField {
        var field = text(name, path)
        field.isMissing = { $0[keyPath: path].isEmpty }
        return field
    }

    /// A time; one that is no time is as good as none.
    package static func date(_ name: String, _ path: Path<Date?>) -> XMLField {
        leaf(name) { value, text throws(XMLDecodingError) in value[keyPath: path] = Date(timestamp: text) }
    }

    /// A structure.
    package static func structure<Member>(
        _ name: String,
        _ path: Path<Member?>,
        _ mapping: XMLMapping<Member>
    ) -> XMLField {
        let node = mapping.lifted { value throws(XMLDecodingError) in
            value[keyPath: path] = mapping.start
        } access: { (value: inout Value, effect) throws(XMLDecodingError) in
            try value[keyPath: path].modify(effect)
        }
        return XMLField(name: name, node: node)
    }

    /// A structure that is always there.
    package static func structure<Member>(
        _ name: String,
        _ path: Path<Member>,
        _ mapping: XMLMapping<Member>
    ) -> XMLField {
        let node = mapping.lifted { _ throws(XMLDecodingError) in
        } access: { (value: inout Value, effect) throws(XMLDecodingError) in
            try effect(&value[keyPath: path])
        }
        return XMLField(name: name, node: node)
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
        let node = mapping.lifted { value throws(XMLDecodingError) in
            value[keyPath: path].append(mapping.start)
        } access: { (value: inout Value, effect) throws(XMLDecodingError) in
            try value[keyPath: path].modifyLast(effect)
        }
        return XMLField(name: name, node: node)
    }

    /// Fields of this same value that stand one element deeper.
    package static func inside(_ name: String, _ fields: [XMLField]) -> XMLField {
        XMLField(name: name, node: XMLNode(children: fields))
    }

    private static func leaf(
        _ name: String,
        _ effect: @escaping @Sendable (inout Value, String) throws(XMLDecodingError) -> Void
    ) -> XMLField {
        let node = XMLNode<Value>(onText: { value, text throws(XMLDecodingError) in
            if !text.isEmpty { try effect(&value, text) }
        })
        return XMLField(name: name, node: node)
    }
}

extension Optional {
    /// Takes the value out while it changes: a second reference to what it holds would copy a whole page of items at
    /// every change.
    fileprivate mutating func modify(
        _ effect: (inout Wrapped) throws(XMLDecodingError) -> Void
    ) throws(XMLDecodingError) {
        guard var wrapped = self else { return }
        self = nil
        try effect(&wrapped)
        self = wrapped
    }
}

extension Array {
    fileprivate mutating func modifyLast(
        _ effect: (inout Element) throws(XMLDecodingError) -> Void
    ) throws(XMLDecodingError) {
        guard !isEmpty else { return }
        try effect(&self[count - 1])
    }
}
