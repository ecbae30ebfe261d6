// SPDX-License-Identifier: Apache-2.0

/// Leads lines through the layers: bends where a line passes a layer, a lane on the right for the way back.
struct EdgeRouting {
    private typealias Measure = GraphLayout.Measure
    private typealias Point = GraphLayout.Point

    private let assignment: LayerAssignment
    private let order: LayerOrder
    /// The bends of each edge, from top to bottom.
    private var bends: [[Int]] = []
    private var tops: [Double] = []
    private var heights: [Double] = []
    /// The right end of the states, without the lanes of loops.
    private var extent = 0.0
    private(set) var right = 0.0
    private(set) var bottom = 0.0

    init(boxes: [GraphLayout.Box], assignment: LayerAssignment, pairs: [(from: Int, to: Int)]) {
        self.assignment = assignment
        var layers: [[Int]] = Array(repeating: [], count: (assignment.layers.max() ?? 0) + 1)
        for (item, layer) in assignment.layers.enumerated() { layers[layer].append(item) }
        var widths = boxes.map(\.width)
        var weights = boxes.map { _ in 1.0 }
        var links: [(Int, Int)] = []
        for (index, pair) in pairs.enumerated() {
            guard !assignment.backEdges.contains(index) else {
                bends.append([])
                continue
            }
            var previous = pair.from
            var path: [Int] = []
            let next = assignment.layers[pair.from] + 1
            for layer in next..<max(next, assignment.layers[pair.to]) {
                let bend = widths.count
                widths.append(Measure.bendWidth)
                weights.append(3)
                layers[layer].append(bend)
                links.append((previous, bend))
                path.append(bend)
                previous = bend
            }
            links.append((previous, pair.to))
            bends.append(path)
        }
        heights = layers.map { items in items.filter { $0 < boxes.count }.map { boxes[$0].height }.max() ?? 0 }
        order = LayerOrder(layers: layers, links: links, widths: widths, weights: weights, gap: Measure.gap)
        extent = widths.indices.map { order.centers[$0] + widths[$0] / 2 }.max() ?? 0
    }

    /// Gives the boxes their places.
    mutating func place(_ boxes: inout [GraphLayout.Box], top: Double) {
        var y = top
        for height in heights {
            tops.append(y)
            y += height + Measure.layerGap
        }
        bottom = y - Measure.layerGap
        right = extent
        for index in boxes.indices {
            let layer = assignment.layers[index]
            boxes[index].x = order.centers[index] - boxes[index].width / 2
            boxes[index].y = tops[layer] + (heights[layer] - boxes[index].height) / 2
        }
    }

    /// The lines between placed boxes.
    mutating func lines(
        edges: [GraphEdge],
        pairs: [(from: Int, to: Int)],
        boxes: [GraphLayout.Box]
    ) -> [GraphLayout.Line] {
        let exits = ports(of: pairs.map(\.from), by: pairs.indices.map { aim(bends[$0].first ?? pairs[$0].to) }, boxes)
        let entries = ports(of: pairs.map(\.to), by: pairs.indices.map { aim(bends[$0].last ?? pairs[$0].from) }, boxes)
        var lines: [GraphLayout.Line] = []
        for (index, edge) in edges.enumerated() {
            let (from, to) = (boxes[pairs[index].from], boxes[pairs[index].to])
            let start = Point(x: exits[index], y: from.y + from.height)
            let end = Point(x: entries[index], y: to.y)
            if assignment.backEdges.contains(index) {
                lines.append(.init(edge: edge, points: wayBack(start, end, pairs[index]), goesBack: true))
                continue
            }
            var points = [start]
            for bend in bends[index] {
                let layer = assignment.layers[pairs[index].from] + (bends[index].firstIndex(of: bend) ?? 0) + 1
                points.append(Point(x: order.centers[bend], y: tops[layer]))
                points.append(Point(x: order.centers[bend], y: tops[layer] + heights[layer]))
            }
            lines.append(.init(edge: edge, points: points + [end]))
        }
        return lines
    }

    /// From below a state through the gap, up a lane beside everything, and through the gap above the target.
    private mutating func wayBack(_ start: Point, _ end: Point, _ pair: (from: Int, to: Int)) -> [Point] {
        right += Measure.laneGap
        let layer = assignment.layers[pair.from]
        let below = tops[layer] + heights[layer] + Measure.layerGap / 3
        let above = tops[assignment.layers[pair.to]] - Measure.layerGap / 3
        bottom = max(bottom, below + 2)
        return [
            start, Point(x: start.x, y: below), Point(x: right, y: below), Point(x: right, y: above),
            Point(x: end.x, y: above), end,
        ]
    }

    private func aim(_ item: Int) -> Double { order.centers[item] }

    /// Spreads the ends of lines along the side of a box, in the order of where they come from.
    private func ports(of nodes: [Int], by aims: [Double], _ boxes: [GraphLayout.Box]) -> [Double] {
        var places = Array(repeating: 0.0, count: nodes.count)
        for (node, edges) in Dictionary(grouping: nodes.indices, by: { nodes[$0] }) {
            let sorted = edges.sorted { (rank($0, aims), $0) < (rank($1, aims), $1) }
            let box = boxes[node]
            let step = min(26, box.width / Double(sorted.count + 1))
            for (place, edge) in sorted.enumerated() {
                places[edge] = box.x + box.width / 2 + (Double(place) - Double(sorted.count - 1) / 2) * step
            }
        }
        return places
    }

    /// Lines back use the lane on the right.
    private func rank(_ edge: Int, _ aims: [Double]) -> Double {
        assignment.backEdges.contains(edge) ? .infinity : aims[edge]
    }
}
