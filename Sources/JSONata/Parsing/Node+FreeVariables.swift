// SPDX-License-Identifier: Apache-2.0

extension Node {
    /// The names of the variables that must come from outside, without the leading `$`.
    ///
    /// A name that is only called, or applied with `~>`, is that of a function.
    var freeVariables: Set<String> {
        var search = FreeVariableSearch()
        guard height > Self.heightOnCallersStack else {
            search.visit(self)
            return search.found
        }
        // Nothing is thrown, and where there is no thread for it there is no answer.
        _ = try? DeepStack.run(bytes: Self.largerStackBytes) { search.visit(self) }
        return search.found
    }

    private static let heightOnCallersStack = 40
    private static let largerStackBytes = 16 << 20
}

/// Goes through an expression in the order of its evaluation, and knows what is bound at each place.
private struct FreeVariableSearch {
    private(set) var found: Set<String> = []
    /// `$` and `$$` have the input.
    private var bound: Set<String> = ["", "$"]

    mutating func visit(_ node: Node) {
        switch node.kind {
        case .path:
            // What a step binds is there for the steps, predicates and groupings behind it.
            scoped { search in search.visitAll(of: node) }
        default:
            visitAll(of: node)
        }
    }

    private mutating func visitAll(of node: Node) {
        visit(node.kind)
        if let focus = node.content.focus { bound.insert(focus) }
        for filter in node.content.filters { visit(filter.node) }
        for pair in node.content.group?.pairs ?? [] {
            visit(pair.key)
            visit(pair.value)
        }
    }

    private mutating func visit(_ kind: Node.Kind) {
        switch kind {
        case .variable(let name):
            if !bound.contains(name) { found.insert(name) }
        case .bind(let name, let value):
            // A function sees its own name.
            if case .lambda = value.kind { bound.insert(name) }
            visit(value)
            bound.insert(name)
        case .lambda(let lambda):
            scoped { search in
                search.bound.formUnion(lambda.parameters)
                search.visit(lambda.body)
            }
        case .block(let nodes):
            scoped { search in for node in nodes { search.visit(node) } }
        case .path(let path):
            for step in path.steps { visit(step) }
        case .call(let procedure, let arguments):
            visit(function: procedure)
            for argument in arguments { visit(argument) }
        case .partial(let procedure, let arguments):
            visit(function: procedure)
            for argument in arguments.compactMap(\.self) { visit(argument) }
        case .apply(let argument, let procedure):
            visit(argument)
            visit(function: procedure)
        default:
            for child in kind.children { visit(child) }
        }
    }

    private mutating func visit(_ step: Step) {
        visit(step.node)
        if let focus = step.focus { bound.insert(focus) }
        if let index = step.index { bound.insert(index) }
        for stage in step.stages {
            switch stage {
            case .filter(let filter): visit(filter.node)
            case .index(let name): bound.insert(name)
            }
        }
    }

    private mutating func visit(function node: Node) {
        if case .variable = node.kind { return }
        visit(node)
    }

    private mutating func scoped(_ body: (inout FreeVariableSearch) -> Void) {
        let outside = bound
        body(&self)
        bound = outside
    }
}
