// SPDX-License-Identifier: Apache-2.0

extension Node.Content {
    /// The nodes directly inside.
    var children: [Node] {
        var nodes = kind.children + filters.map(\.node)
        for pair in group?.pairs ?? [] { nodes += [pair.key, pair.value] }
        return nodes
    }
}

extension Node {
    /// How many steps or predicates follow each other: each makes the parser go over those before.
    var chainLength: Int {
        guard case .path(let path) = kind else { return content.filters.count }
        return max(path.steps.count, path.steps.last?.stages.count ?? 0)
    }
}

extension Node.Kind {
    /// The nodes directly inside, in the order of the text.
    var children: [Node] {
        switch self {
        case .string, .number, .bool, .null, .regex, .name, .wildcard, .descendants, .parent, .variable: []
        case .path(let path): path.steps.flatMap(\.children)
        case .negation(let node), .bind(_, let node): [node]
        case .binary(_, let left, let right), .and(let left, let right), .or(let left, let right),
            .fallback(let left, let right), .coalesce(let left, let right), .apply(let left, let right):
            [left, right]
        case .array(let elements):
            elements.flatMap { element in
                switch element {
                case .value(let node): [node]
                case .range(let first, let last): [first, last]
                }
            }
        case .object(let group): group.pairs.flatMap { [$0.key, $0.value] }
        case .block(let nodes): nodes
        case .condition(let condition, let then, let otherwise): [condition, then] + (otherwise.map { [$0] } ?? [])
        case .call(let procedure, let arguments): [procedure] + arguments
        case .partial(let procedure, let arguments): [procedure] + arguments.compactMap(\.self)
        case .lambda(let lambda): [lambda.body]
        case .transform(let transform):
            [transform.pattern, transform.update] + (transform.delete.map { [$0] } ?? [])
        case .sort(let terms): terms.map(\.node)
        }
    }
}

extension Step {
    fileprivate var children: [Node] {
        [node]
            + stages.compactMap { stage in
                guard case .filter(let filter) = stage else { return nil }
                return filter.node
            }
    }
}
