// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Makes a path of `left.right`.
    mutating func joining(_ left: Node, _ right: Node, at position: Int) -> Node {
        var path = Path(left)
        if case .path(let rest) = right.kind {
            path.steps += rest.steps
            path.keepsSingleton = path.keepsSingleton || rest.keepsSingleton
        } else {
            path.steps.append(Step(right))
        }
        for index in path.steps.indices {
            let step = path.steps[index].node
            switch step.kind {
            case .string(let name): path.steps[index].node = step.with { $0.kind = .name(name) }
            case .number, .bool, .null:
                note(JSONata.SyntaxError("S0213", at: step.position, details: ["value": quoted(step.excerpt)]))
            default: break
            }
            if step.content.keepsArray { path.keepsSingleton = true }
        }
        for index in [0, path.steps.count - 1] {
            guard case .array = path.steps[index].node.kind else { continue }
            path.steps[index].node = path.steps[index].node.with { $0.isConstructor = true }
        }
        return completing(path, left, at: left.position)
    }

    /// Makes a path of `left^(terms)`.
    mutating func sorting(_ left: Node, at position: Int) throws -> Node {
        try expect("(")
        var terms: [SortTerm] = []
        repeat {
            let isDescending = token.isSymbol(">")
            if isDescending || token.isSymbol("<") { try advance(afterOperand: false) }
            terms.append(SortTerm(node: try expression(0), isDescending: isDescending))
        } while try take(",")
        try expect(")", endsOperand: true)
        var path = Path(left)
        path.steps.append(Step(node: node(.sort(terms), at: position, of: terms.map(\.node))))
        return completing(path, left, at: position)
    }

    /// The path, its last step's `%` found among the steps before.
    private mutating func completing(_ path: Path, _ left: Node, at position: Int) -> Node {
        var path = path
        var unresolved = left.content.ancestors
        for slot in path.steps.last?.node.content.ancestors ?? [] {
            do {
                if let open = try resolve(slot, in: &path) { unresolved.append(open) }
            } catch {
                note(error)
            }
        }
        var content = left.content
        if left.plainPath == nil { content = Node.Content(kind: left.kind, position: position) }
        content.kind = .path(path)
        content.ancestors = unresolved
        return Node(content)
    }

    /// `left[predicate]`, or `left[]`.
    mutating func predicate(_ left: Node, at position: Int) throws -> Node {
        if token.isSymbol("]") {
            try advance(afterOperand: true)
            return left.with { content in
                content.keepsArray = true
                guard case .path(var path) = content.kind else { return }
                path.keepsSingleton = true
                content.kind = .path(path)
            }
        }
        let predicate = try expression(0)
        try expect("]", endsOperand: true)
        if left.content.group != nil { note(JSONata.SyntaxError("S0209", at: position)) }
        let slots = predicate.content.ancestors
        guard case .path(var path) = left.kind else {
            var step = Step(left.with { $0.filters = [] })
            let open = filterAncestors(slots, of: &step)
            return step.node.with {
                $0.filters = left.content.filters + [Filter(predicate)]
                $0.ancestors += open
                $0.keepsArray = left.content.keepsArray
            }
        }
        let last = path.steps.count - 1
        path.steps[last].stages.append(.filter(Filter(predicate)))
        let open = filterAncestors(slots, of: &path.steps[last])
        path.steps[last].node = path.steps[last].node.with { $0.ancestors += open }
        return left.with { $0.kind = .path(path) }
    }

    /// Looks for the ancestors that a predicate of the step asks for.
    ///
    /// - Returns: those to be found before the step.
    private mutating func filterAncestors(_ slots: [AncestorSlot], of step: inout Step) -> [AncestorSlot] {
        var open: [AncestorSlot] = []
        for var slot in slots {
            do {
                if slot.level == 1 { try seek(&slot, at: &step) } else { slot.level -= 1 }
            } catch {
                note(error)
                continue
            }
            if slot.level > 0 { open.append(slot) }
        }
        return open
    }

    /// Makes a path of `left@$name`.
    mutating func focusing(_ left: Node, _ name: String, at position: Int) -> Node {
        guard case .path(var path) = left.kind else {
            if !left.content.filters.isEmpty { note(JSONata.SyntaxError("S0215", at: position)) }
            return left.with { $0.focus = name }
        }
        let last = path.steps.count - 1
        if !path.steps[last].stages.isEmpty { note(JSONata.SyntaxError("S0215", at: position)) }
        if case .sort = path.steps[last].node.kind { note(JSONata.SyntaxError("S0216", at: position)) }
        path.steps[last].focus = name
        path.steps[last].carriesTuples = true
        return left.with { $0.kind = .path(path) }
    }

    /// Makes a path of `left#$name`.
    mutating func indexing(_ left: Node, _ name: String) -> Node {
        var path = Path(left)
        let last = path.steps.count - 1
        if path.steps[last].stages.isEmpty {
            path.steps[last].index = name
        } else {
            path.steps[last].stages.append(.index(name))
        }
        path.steps[last].carriesTuples = true
        if left.plainPath != nil { return left.with { $0.kind = .path(path) } }
        return Node(
            Node.Content(kind: .path(path), position: left.position, ancestors: left.content.ancestors)
        )
    }
}

extension Node {
    /// The path, if the node is one that does not group.
    fileprivate var plainPath: Path? {
        guard case .path(let path) = kind, content.group == nil else { return nil }
        return path
    }
}

extension Path {
    /// The path that the node is, or the one of the node as its only step.
    fileprivate init(_ node: Node) {
        if let path = node.plainPath {
            self = path
        } else {
            self.init(steps: [Step(node)])
            keepsSingleton = node.content.keepsArray
        }
    }
}

extension Step {
    /// The node as a step, its predicates as stages.
    fileprivate init(_ node: Node) {
        self.init(node: node.with { $0.filters = [] })
        stages = node.content.filters.map(Stage.filter)
        focus = node.content.focus
        carriesTuples = focus != nil || node.yieldsTuples
    }
}
