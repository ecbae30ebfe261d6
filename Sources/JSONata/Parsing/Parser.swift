// SPDX-License-Identifier: Apache-2.0

/// Parses an expression by top-down operator precedence, building paths and resolving `%` on the way.
struct Parser {
    private var lexer: Lexer
    private(set) var token: Token
    private var nesting = 0
    private var ancestorCount = 0
    /// The first problem with the meaning of the expression.
    ///
    /// Problems with its syntax come first.
    private var deferred: JSONata.SyntaxError?

    /// Beyond this nesting the parser continues on a larger stack.
    private static let nestingOnCallersStack = 40
    private static let largerStackBytes = 16 << 20
    private static let maximumNesting = 500

    static func parse(_ source: String) throws(JSONata.SyntaxError) -> Node {
        do {
            var parser = try Parser(source)
            return try parser.whole()
        } catch let error as JSONata.SyntaxError {
            throw error
        } catch {
            throw tooDeep(at: 0)
        }
    }

    private init(_ source: String) throws {
        lexer = Lexer(source)
        token = Token(kind: .end, text: "", position: 0)
        try advance(afterOperand: false)
    }

    private mutating func whole() throws -> Node {
        let root = try expression(0)
        guard token.kind == .end else {
            throw JSONata.SyntaxError("S0201", at: token.position, token: token.text)
        }
        if let deferred { throw deferred }
        guard root.content.ancestors.isEmpty else { throw JSONata.SyntaxError("S0217", at: root.position, token: "%") }
        return root
    }

    mutating func expression(_ rightBindingPower: Int) throws -> Node {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw Self.tooDeep(at: token.position) }
        guard nesting == Self.nestingOnCallersStack else { return try operators(rightBindingPower) }
        var node: Node?
        let ran = try DeepStack.run(bytes: Self.largerStackBytes) { node = try operators(rightBindingPower) }
        guard ran, let node else { throw Self.tooDeep(at: token.position) }
        return node
    }

    private mutating func operators(_ rightBindingPower: Int) throws -> Node {
        let first = token
        try advance(afterOperand: Self.isOperand(first))
        var left = try prefix(first)
        while rightBindingPower < token.leftBindingPower {
            let symbol = token
            try advance(afterOperand: false)
            left = try infix(symbol, left)
            guard max(left.height, left.chainLength) <= Self.maximumNesting else {
                throw Self.tooDeep(at: symbol.position)
            }
        }
        return left
    }

    private static func tooDeep(at position: Int) -> JSONata.SyntaxError {
        JSONata.SyntaxError("U1001", at: position, details: ["message": "The expression nests too deeply"])
    }

    private static func isOperand(_ token: Token) -> Bool {
        token.kind != .symbol || ["*", "**", "%", "and", "or", "in"].contains(token.text)
    }

    mutating func advance(afterOperand: Bool) throws {
        token = try lexer.next(allowsRegex: !afterOperand)
        if token.isSymbol("!") || token.isSymbol("~") {
            throw JSONata.SyntaxError("S0204", at: token.position, token: token.text)
        }
    }

    /// Goes past this symbol, which must stand here.
    mutating func expect(_ symbol: String, endsOperand: Bool = false) throws {
        guard token.isSymbol(symbol) else {
            throw JSONata.SyntaxError(
                token.kind == .end ? "S0203" : "S0202",
                at: token.position,
                token: token.text,
                details: ["value": quoted(symbol)]
            )
        }
        try advance(afterOperand: endsOperand)
    }

    /// Goes past this symbol if it stands here.
    mutating func take(_ symbol: String) throws -> Bool {
        guard token.isSymbol(symbol) else { return false }
        try advance(afterOperand: false)
        return true
    }

    /// Remembers a problem with the meaning of the expression, and goes on looking for problems with its syntax.
    mutating func note(_ error: JSONata.SyntaxError) {
        deferred = deferred ?? error
    }

    mutating func nextAncestorLabel() -> String {
        ancestorCount += 1
        return "%\(ancestorCount)"
    }

    /// A node that looks for the ancestors which the nodes in it look for.
    func node(_ kind: Node.Kind, at position: Int, of parts: [Node]) -> Node {
        Node(Node.Content(kind: kind, position: position, ancestors: parts.flatMap(\.content.ancestors)))
    }
}
