// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// The expression that an operator, which has been gone past, makes of what stands to its left.
    mutating func infix(_ symbol: Token, _ left: Node) throws -> Node {
        let position = symbol.position
        switch symbol.text {
        case ".": return joining(left, try expression(75), at: position)
        case "[": return try predicate(left, at: position)
        case "{": return try grouping(left, at: position)
        case "(": return try call(left, at: position)
        case "^": return try sorting(left, at: position)
        case "@": return focusing(left, try variable(after: symbol), at: position)
        case "#": return indexing(left, try variable(after: symbol))
        case ":=": return try binding(left, at: position)
        case "?": return try condition(left, at: position)
        case "and", "or", "?:", "??", "~>": return try logical(symbol, left)
        default:
            guard let binary = BinaryOperator(rawValue: symbol.text) else {
                throw JSONata.SyntaxError("S0201", at: position, token: symbol.text)
            }
            let right = try expression(symbol.leftBindingPower)
            return node(.binary(binary, left, right), at: position, of: [left, right])
        }
    }

    private mutating func logical(_ symbol: Token, _ left: Node) throws -> Node {
        let hasOpenRight = symbol.text == "?:" || symbol.text == "??"
        let right = try expression(hasOpenRight ? 0 : symbol.leftBindingPower)
        let kind: Node.Kind =
            switch symbol.text {
            case "and": .and(left, right)
            case "or": .or(left, right)
            case "?:": .fallback(left, right)
            case "??": .coalesce(left, right)
            default: .apply(left, right)
            }
        let keepsArray = symbol.text == "~>" && (left.content.keepsArray || right.content.keepsArray)
        return node(kind, at: symbol.position, of: [left, right]).with { $0.keepsArray = keepsArray }
    }

    private mutating func variable(after symbol: Token) throws -> String {
        guard token.kind == .variable else {
            throw JSONata.SyntaxError("S0214", at: token.position, token: symbol.text)
        }
        let name = token.text
        try advance(afterOperand: true)
        return name
    }

    private mutating func binding(_ left: Node, at position: Int) throws -> Node {
        guard case .variable(let name) = left.kind, left.isPlain else {
            throw JSONata.SyntaxError("S0212", at: left.position, token: left.excerpt)
        }
        let right = try expression(9)
        return node(.bind(name, right), at: position, of: [right])
    }

    private mutating func condition(_ left: Node, at position: Int) throws -> Node {
        let then = try expression(0)
        guard try take(":") else { return node(.condition(left, then, nil), at: position, of: [left, then]) }
        let otherwise = try expression(0)
        return node(.condition(left, then, otherwise), at: position, of: [left, then, otherwise])
    }

    private mutating func grouping(_ left: Node, at position: Int) throws -> Node {
        let group = try self.group(at: position)
        if left.content.group != nil { note(JSONata.SyntaxError("S0210", at: position)) }
        let parts = [left] + group.pairs.flatMap { [$0.key, $0.value] }
        return left.with {
            $0.group = group
            // A path has looked for its own ancestors already; what is left is looked for around it.
            $0.ancestors = parts.flatMap(\.content.ancestors)
        }
    }

    private mutating func call(_ left: Node, at position: Int) throws -> Node {
        var arguments: [Node?] = []
        if !token.isSymbol(")") {
            repeat {
                if try take("?") { arguments.append(nil) } else { arguments.append(try expression(0)) }
            } while try take(",")
        }
        try expect(")", endsOperand: true)
        if let word = left.plainName, word == "function" || word == "λ" {
            return try lambda(arguments, at: position)
        }
        let given = arguments.compactMap(\.self)
        let kind: Node.Kind = given.count < arguments.count ? .partial(left, arguments) : .call(left, given)
        return node(kind, at: position, of: given)
    }

    private mutating func lambda(_ arguments: [Node?], at position: Int) throws -> Node {
        let parameters = try arguments.enumerated().map { index, argument in
            guard let argument, case .variable(let name) = argument.kind, argument.isPlain else {
                throw JSONata.SyntaxError(
                    "S0208",
                    at: argument?.position ?? position,
                    token: argument?.excerpt ?? "?",
                    details: ["value": String(index + 1)]
                )
            }
            return name
        }
        let signature = token.isSymbol("<") ? try signature() : nil
        try expect("{")
        let body = try expression(0)
        try expect("}", endsOperand: true)
        return Node(.lambda(Lambda(parameters: parameters, signature: signature, body: body)), at: position)
    }

    private mutating func signature() throws -> Signature {
        let position = token.position
        var text = "<"
        var depth = 1
        try advance(afterOperand: true)
        while true {
            if token.isSymbol("<") { depth += 1 }
            if token.isSymbol(">") { depth -= 1 }
            guard depth > 0, !token.isSymbol("{"), token.kind != .end else { break }
            text += token.text
            try advance(afterOperand: true)
        }
        try expect(">", endsOperand: true)
        return try Signature(text + ">", at: position)
    }
}

extension Node {
    /// The name, if the node is nothing but one.
    var plainName: String? {
        guard case .path(let path) = kind, path.steps.count == 1, path.steps[0].stages.isEmpty,
            case .name(let name) = path.steps[0].node.kind, content.group == nil
        else { return nil }
        return name
    }

    /// What an error message calls the node.
    var excerpt: String {
        switch kind {
        case .string(let text): text
        case .number(let value): NumberText.text(of: value)
        case .variable(let name): name
        case .path: plainName ?? "path"
        case .bool(let value): value ? "true" : "false"
        case .null: "null"
        default: "expression"
        }
    }
}
