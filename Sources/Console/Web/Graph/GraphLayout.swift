// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Where the states of a workflow and the transitions between them are drawn, in pixels.
struct GraphLayout: Sendable, Hashable {
    struct Point: Sendable, Hashable {
        var x: Double
        var y: Double
    }

    /// A state, or a container with the states inside it.
    struct Box: Sendable, Hashable {
        let name: String
        let type: StateType
        /// What the second line says: the type, and what it works with.
        let caption: String
        var x = 0.0
        var y = 0.0
        var width: Double
        var height: Double
        /// The branches of a Parallel, or the processor of a Map, relative to the box.
        var inner: [Inner] = []

        var isContainer: Bool { !inner.isEmpty }
    }

    struct Inner: Sendable, Hashable {
        let x: Double
        let y: Double
        let layout: GraphLayout
    }

    /// A transition as a line from box to box.
    struct Line: Sendable, Hashable {
        let edge: GraphEdge
        /// Where it passes, from its beginning to its end.
        let points: [Point]
        /// Whether it leads back to an earlier state, around everything, with corners at its points.
        var goesBack = false
    }

    var boxes: [Box] = []
    var lines: [Line] = []
    /// Where the line that leads to the first state begins.
    var entry: Line?
    var width = 0.0
    var height = 0.0

    /// All states with their boxes, those in containers included.
    var allBoxes: [Box] {
        boxes.flatMap { [$0] + $0.inner.flatMap(\.layout.allBoxes) }
    }
}

/// A transition from state to state.
struct GraphEdge: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case next
        case choice
        case `catch`
    }

    let from: String
    let to: String
    let kind: Kind
    /// When it is taken, for people.
    let label: String
}

extension GraphEdge {
    /// The transitions of a graph; those from one state to the same other state are one.
    static func edges(of graph: any StateGraph) -> [GraphEdge] {
        var edges: [GraphEdge] = []
        for (name, state) in graph.states {
            var outgoing: [GraphEdge] = []
            func add(_ target: String?, _ kind: Kind, _ label: String) {
                guard let target, graph.states[target] != nil else { return }
                if let index = outgoing.firstIndex(where: { $0.to == target }) {
                    let known = outgoing[index]
                    let labels = [known.label, label].filter { !$0.isEmpty }.joined(separator: "; ")
                    // A transition that is also taken without an error is no catcher's.
                    let kind = known.kind == .catch ? kind : known.kind
                    outgoing[index] = GraphEdge(from: name, to: target, kind: kind, label: labels)
                } else {
                    outgoing.append(GraphEdge(from: name, to: target, kind: kind, label: label))
                }
            }
            if case .choice(let choice) = state {
                for rule in choice.choices { add(rule.next, .choice, rule.summary) }
                add(choice.default, .choice, "default")
            }
            add(state.next, .next, "")
            for catcher in state.catch { add(catcher.next, .catch, catcher.errorEquals.joined(separator: ", ")) }
            edges += outgoing
        }
        return edges
    }
}

extension ChoiceRule {
    /// The condition in few words.
    var summary: String {
        switch condition {
        case .and(let rules)?: rules.map(\.summary).joined(separator: " and ")
        case .or(let rules)?: rules.map(\.summary).joined(separator: " or ")
        case .not(let rule)?: "not (\(rule.summary))"
        case .comparison(let comparison, let operand)?:
            "\(variable ?? "") \(comparison.name) \(operand.serialized())"
        case .jsonata(let expression)?: expression.string ?? expression.serialized()
        case nil: ""
        }
    }
}
