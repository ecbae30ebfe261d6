// SPDX-License-Identifier: Apache-2.0

extension XMLMapping {
    /// The same mapping for a value inside another: `begin` makes room for it, `access` lends it.
    func lifted<Outer: Sendable>(
        begin: @escaping XMLNode<Outer>.Effect,
        access: @escaping XMLNode<Value>.Access<Outer>
    ) -> XMLNode<Outer> {
        let required = node.children.filter { $0.isMissing != nil }
        let inner = node.lifted(access)
        guard !required.isEmpty else { return XMLNode<Outer>(children: inner.children, onBegin: begin) }
        return XMLNode<Outer>(
            children: inner.children,
            onBegin: begin,
            onEnd: { outer throws(XMLDecodingError) in
                try access(&outer) { value throws(XMLDecodingError) in
                    for field in required where field.isMissing?(value) == true {
                        throw XMLDecodingError("\(field.name) is missing")
                    }
                }
            }
        )
    }
}

extension XMLNode {
    /// Lends the value inside an outer one to an effect.
    typealias Access<Outer> =
        @Sendable (inout Outer, (inout Value) throws(XMLDecodingError) -> Void) throws(XMLDecodingError) -> Void

    fileprivate func lifted<Outer: Sendable>(_ access: @escaping Access<Outer>) -> XMLNode<Outer> {
        XMLNode<Outer>(
            children: children.map { XMLField<Outer>(name: $0.name, node: $0.node.lifted(access)) },
            onBegin: onBegin.map { Self.lift($0, access) },
            onText: onText.map { Self.lift($0, access) },
            onEnd: onEnd.map { Self.lift($0, access) }
        )
    }

    private static func lift<Outer: Sendable>(
        _ effect: @escaping Effect,
        _ access: @escaping Access<Outer>
    ) -> XMLNode<Outer>.Effect {
        { outer throws(XMLDecodingError) in try access(&outer, effect) }
    }

    private static func lift<Outer: Sendable>(
        _ effect: @escaping TextEffect,
        _ access: @escaping Access<Outer>
    ) -> XMLNode<Outer>.TextEffect {
        { outer, text throws(XMLDecodingError) in
            try access(&outer) { value throws(XMLDecodingError) in try effect(&value, text) }
        }
    }
}
