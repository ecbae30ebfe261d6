// SPDX-License-Identifier: Apache-2.0

extension Parser {
    /// Finds the step whose input `%` means, going left from the last step but one, and makes it remember that input.
    ///
    /// - Returns: the slot, if the path begins before the ancestor is found.
    func resolve(_ slot: AncestorSlot, in path: inout Path) throws(JSONata.SyntaxError) -> AncestorSlot? {
        var slot = slot
        var index = path.steps.count - 2
        while slot.level > 0 {
            guard index >= 0 else { return slot }
            // Steps that bind variables in a row share one context: they count as one.
            while index > 0, path.steps[index].focus != nil, path.steps[index - 1].focus != nil { index -= 1 }
            try seek(&slot, at: &path.steps[index])
            index -= 1
        }
        return nil
    }

    /// Goes one step to the left for an ancestor.
    func seek(_ slot: inout AncestorSlot, at step: inout Step) throws(JSONata.SyntaxError) {
        switch step.node.kind {
        case .name, .wildcard:
            slot.level -= 1
            if slot.level == 0 { step.ancestors.append(slot.label) }
            step.carriesTuples = true
        case .parent:
            slot.level += 1
        default:
            step.node = try seek(&slot, inside: step.node)
            if step.node.yieldsTuples { step.carriesTuples = true }
        }
    }

    /// Looks for an ancestor among the steps of a path in parentheses.
    private func seek(_ slot: inout AncestorSlot, inside node: Node) throws(JSONata.SyntaxError) -> Node {
        switch node.kind {
        case .block(var nodes):
            guard let last = nodes.last else { return node }
            nodes[nodes.count - 1] = try seek(&slot, inside: last)
            return node.with { $0.kind = .block(nodes) }
        case .path(var path):
            path.keepsTuples = true
            var index = path.steps.count - 1
            while slot.level > 0, index >= 0 {
                try seek(&slot, at: &path.steps[index])
                index -= 1
            }
            return node.with { $0.kind = .path(path) }
        case .parent:
            slot.level += 1
            return node
        default:
            throw JSONata.SyntaxError("S0217", at: node.position, token: node.excerpt)
        }
    }
}
