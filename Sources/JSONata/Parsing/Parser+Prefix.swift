// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// The operand that begins with this token, which has been gone past.
    mutating func prefix(_ first: Token) throws -> Node {
        switch first.kind {
        case .name: return name(first)
        case .variable: return Node(.variable(first.text), at: first.position)
        case .string: return Node(.string(first.text), at: first.position)
        case .number(let value): return Node(.number(value), at: first.position)
        case .constant:
            return Node(first.text == "null" ? .null : .bool(first.text == "true"), at: first.position)
        case .regex(let regex): return Node(.regex(regex), at: first.position)
        case .end:
            // What should have ended before the text did is the greater problem.
            note(JSONata.SyntaxError("S0207", at: first.position, token: first.text))
            return Node(.null, at: first.position)
        case .symbol: return try prefixSymbol(first)
        }
    }

    private mutating func prefixSymbol(_ symbol: Token) throws -> Node {
        let position = symbol.position
        switch symbol.text {
        case "and", "or", "in": return name(symbol)
        case "*": return Node(.wildcard, at: position)
        case "**": return Node(.descendants, at: position)
        case "%":
            let label = nextAncestorLabel()
            var content = Node.Content(kind: .parent(label), position: position)
            content.ancestors = [AncestorSlot(label: label, level: 1)]
            return Node(content)
        case "-": return try negation(at: position)
        case "(": return try block(at: position)
        case "[": return try array(at: position)
        case "{":
            let group = try self.group(at: position)
            return node(.object(group), at: position, of: group.pairs.flatMap { [$0.key, $0.value] })
        case "|": return try transform(at: position)
        default: throw JSONata.SyntaxError("S0211", at: position, token: symbol.text)
        }
    }

    private func name(_ token: Token) -> Node {
        Node(.path(Path(steps: [Step(node: Node(.name(token.text), at: token.position))])), at: token.position)
    }

    private mutating func negation(at position: Int) throws -> Node {
        let operand = try expression(70)
        if case .number(let value) = operand.kind, operand.isPlain { return Node(.number(-value), at: position) }
        return node(.negation(operand), at: position, of: [operand])
    }

    private mutating func block(at position: Int) throws -> Node {
        var nodes: [Node] = []
        while !token.isSymbol(")") {
            nodes.append(try expression(0))
            guard try take(";") else { break }
        }
        try expect(")", endsOperand: true)
        let isConstructor = nodes.contains { node in
            if case .path(let path) = node.kind, path.steps[0].node.content.isConstructor { return true }
            return node.content.isConstructor
        }
        return node(.block(nodes), at: position, of: nodes).with { $0.isConstructor = isConstructor }
    }

    private mutating func array(at position: Int) throws -> Node {
        var elements: [Element] = []
        var parts: [Node] = []
        if !token.isSymbol("]") {
            repeat {
                let first = try expression(0)
                parts.append(first)
                if try take("..") {
                    let last = try expression(0)
                    parts.append(last)
                    elements.append(.range(first, last))
                } else {
                    elements.append(.value(first))
                }
            } while try take(",")
        }
        try expect("]", endsOperand: true)
        return node(.array(elements), at: position, of: parts)
    }

    /// What follows `{` up to and with `}`.
    mutating func group(at position: Int) throws -> Group {
        var pairs: [Group.Pair] = []
        if !token.isSymbol("}") {
            repeat {
                let key = try expression(0)
                try expect(":")
                pairs.append(Group.Pair(key: key, value: try expression(0)))
            } while try take(",")
        }
        try expect("}", endsOperand: true)
        return Group(pairs: pairs, position: position)
    }

    private mutating func transform(at position: Int) throws -> Node {
        let pattern = try expression(0)
        try expect("|")
        let update = try expression(0)
        let delete = try take(",") ? try expression(0) : nil
        try expect("|", endsOperand: true)
        return Node(.transform(Transform(pattern: pattern, update: update, delete: delete)), at: position)
    }
}
