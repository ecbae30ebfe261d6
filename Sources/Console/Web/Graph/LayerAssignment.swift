// SPDX-License-Identifier: Apache-2.0

/// Puts the nodes of a graph into layers so that every edge but those of loops leads downwards.
struct LayerAssignment {
    /// The layer of each node, counted from 0.
    private(set) var layers: [Int]
    /// The indices of the edges that lead back to a node from which their own beginning is reached.
    private(set) var backEdges: Set<Int> = []

    /// - Parameters:
    ///   - nodes: How many nodes there are.
    ///   - edges: Pairs of node numbers.
    ///   - start: The node where the flow begins.
    init(nodes: Int, edges: [(from: Int, to: Int)], start: Int) {
        layers = Array(repeating: 0, count: nodes)
        var outgoing: [[Int]] = Array(repeating: [], count: nodes)
        for (index, edge) in edges.enumerated() { outgoing[edge.from].append(index) }

        enum Mark { case new, open, done }
        var marks = Array(repeating: Mark.new, count: nodes)
        var finished: [Int] = []
        // Depth first, with a stack of its own: definitions may be long chains.
        for root in [start] + Array(0..<nodes) where marks[root] == .new {
            var stack = [(node: root, next: 0)]
            marks[root] = .open
            while let (node, next) = stack.last {
                guard next < outgoing[node].count else {
                    marks[node] = .done
                    finished.append(node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let edge = outgoing[node][next]
                let target = edges[edge].to
                switch marks[target] {
                case .open: backEdges.insert(edge)
                case .new:
                    marks[target] = .open
                    stack.append((target, 0))
                case .done: break
                }
            }
        }
        // The longest way from the beginning; every node comes after all that lead to it.
        for node in finished.reversed() {
            for edge in outgoing[node] where !backEdges.contains(edge) {
                let target = edges[edge].to
                layers[target] = max(layers[target], layers[node] + 1)
            }
        }
    }
}
