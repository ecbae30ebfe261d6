// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

extension GraphLayout {
    /// Measures of the drawing.
    enum Measure {
        static let boxHeight = 46.0
        static let minimumWidth = 128.0
        static let maximumWidth = 250.0
        static let characterWidth = 7.4
        static let gap = 26.0
        static let layerGap = 42.0
        static let padding = 16.0
        static let headerHeight = 46.0
        static let bendWidth = 14.0
        static let laneGap = 14.0
        static let entryLength = 26.0
    }

    /// Draws a graph: layers from top to bottom, containers with their own drawing inside.
    init(_ graph: any StateGraph) {
        self.init(graph, isOutermost: true)
    }

    private init(_ graph: any StateGraph, isOutermost: Bool) {
        let names = graph.states.names
        guard !names.isEmpty else { return }
        let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
        let edges = GraphEdge.edges(of: graph)
        let pairs = edges.map { (from: numbers[$0.from] ?? 0, to: numbers[$0.to] ?? 0) }
        let assignment = LayerAssignment(nodes: names.count, edges: pairs, start: numbers[graph.startAt] ?? 0)
        boxes = graph.states.map { Self.box($0.name, $0.state) }
        var routing = EdgeRouting(boxes: boxes, assignment: assignment, pairs: pairs)
        let top = isOutermost ? Measure.entryLength : 0
        routing.place(&boxes, top: top)
        lines = routing.lines(edges: edges, pairs: pairs, boxes: boxes)
        width = max(routing.right, boxes.map { $0.x + $0.width }.max() ?? 0)
        height = routing.bottom
        if isOutermost, let first = boxes.first(where: { $0.name == graph.startAt }) {
            let x = first.x + first.width / 2
            entry = Line(
                edge: GraphEdge(from: "", to: first.name, kind: .next, label: "the beginning"),
                points: [Point(x: x, y: 6), Point(x: x, y: first.y)]
            )
        }
    }

    private static func box(_ name: String, _ state: State) -> Box {
        let caption = state.caption
        let length = max(Double(name.count) * Measure.characterWidth, Double(caption.count) * 6.2) + 2 * Measure.padding
        let width = min(max(length, Measure.minimumWidth), Measure.maximumWidth)
        var box = Box(name: name, type: state.type, caption: caption, width: width, height: Measure.boxHeight)
        let graphs: [any StateGraph] =
            switch state {
            case .map(let map): map.processor.map { [$0] } ?? []
            case .parallel(let parallel): parallel.branches
            default: []
            }
        var x = Measure.padding
        for graph in graphs {
            let layout = GraphLayout(graph, isOutermost: false)
            box.inner.append(Inner(x: x, y: Measure.headerHeight, layout: layout))
            x += layout.width + Measure.gap
            box.height = max(box.height, Measure.headerHeight + layout.height + Measure.padding)
        }
        if !graphs.isEmpty {
            let needed = x - Measure.gap + Measure.padding
            let shift = max(0, (box.width - needed) / 2)
            box.inner = box.inner.map { Inner(x: $0.x + shift, y: $0.y, layout: $0.layout) }
            box.width = max(box.width, needed)
        }
        return box
    }
}

extension State {
    /// The type and, of a Task, what it calls.
    var caption: String {
        guard case .task(let task) = self else {
            if case .map(let map) = self, map.processor?.isDistributed == true { return "Map · distributed" }
            return type.rawValue
        }
        let parts = task.resource.split(separator: ":").map(String.init)
        guard parts.count > 3, parts[1] == "aws" else { return "Task" }
        switch parts[2] {
        case "lambda": return "Task · function"
        case "states" where parts.contains("activity"): return "Task · activity"
        default:
            let service = parts.dropFirst(3).filter { $0 != "aws-sdk" }.joined(separator: ":")
            return service.isEmpty ? "Task" : "Task · \(service)"
        }
    }
}
