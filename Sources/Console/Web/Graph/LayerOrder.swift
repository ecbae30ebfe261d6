// SPDX-License-Identifier: Apache-2.0

/// Orders the items of each layer so that few lines cross, and gives them places that keep lines straight.
struct LayerOrder {
    /// The items of each layer, from left to right.
    private(set) var layers: [[Int]]
    /// The middle of each item.
    private(set) var centers: [Double]
    private let above: [[Int]]
    private let below: [[Int]]
    private let widths: [Double]
    private let weights: [Double]
    private let gap: Double

    private static let orderingSweeps = 12
    private static let placingSweeps = 24

    /// - Parameters:
    ///   - layers: The items of each layer, in the order to begin with.
    ///   - links: Pairs of items in neighbouring layers, the upper one first.
    ///   - widths: How much room each item needs.
    ///   - weights: How strongly an item pulls: bends of long lines more than states, so that lines are straight.
    ///   - gap: The least distance between neighbours.
    init(layers: [[Int]], links: [(Int, Int)], widths: [Double], weights: [Double], gap: Double) {
        self.layers = layers
        self.widths = widths
        self.weights = weights
        self.gap = gap
        var above: [[Int]] = Array(repeating: [], count: widths.count)
        var below = above
        for (upper, lower) in links {
            below[upper].append(lower)
            above[lower].append(upper)
        }
        (self.above, self.below) = (above, below)
        centers = Array(repeating: 0, count: widths.count)
        order()
        place()
    }

    // MARK: Order

    private mutating func order() {
        var best = layers
        var fewest = crossings
        for sweep in 0..<Self.orderingSweeps {
            let isDownward = sweep.isMultiple(of: 2)
            for layer in isDownward ? Array(layers.indices) : layers.indices.reversed() {
                sort(layer, by: isDownward ? above : below)
            }
            if crossings < fewest { (best, fewest) = (layers, crossings) }
        }
        layers = best
    }

    private mutating func sort(_ layer: Int, by neighbors: [[Int]]) {
        var positions = Array(repeating: 0.0, count: widths.count)
        for items in layers {
            for (position, item) in items.enumerated() { positions[item] = Double(position) }
        }
        let keys = layers[layer].map { item in
            let around = neighbors[item]
            guard !around.isEmpty else { return positions[item] }
            return around.map { positions[$0] }.reduce(0, +) / Double(around.count)
        }
        let sorted = zip(layers[layer], keys).enumerated()
            .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
        layers[layer] = sorted.map(\.element.0)
    }

    /// How many pairs of links cross.
    private var crossings: Int {
        var positions = Array(repeating: 0, count: widths.count)
        for items in layers {
            for (position, item) in items.enumerated() { positions[item] = position }
        }
        var count = 0
        for items in layers {
            let links = items.flatMap { item in below[item].map { (positions[item], positions[$0]) } }
            for (index, first) in links.enumerated() {
                for second in links[(index + 1)...] where (first.0 - second.0) * (first.1 - second.1) < 0 {
                    count += 1
                }
            }
        }
        return count
    }

    // MARK: Places

    private mutating func place() {
        for items in layers {
            var x = 0.0
            for item in items {
                centers[item] = x + widths[item] / 2
                x += widths[item] + gap
            }
        }
        for sweep in 0..<Self.placingSweeps {
            let isDownward = sweep.isMultiple(of: 2)
            for layer in isDownward ? Array(layers.indices) : layers.indices.reversed() {
                pull(layer, towards: isDownward ? above : below)
            }
        }
        let left = centers.indices.map { centers[$0] - widths[$0] / 2 }.min() ?? 0
        for item in centers.indices { centers[item] -= left }
    }

    /// Moves the items of a layer as near to the middle of their neighbours as their order and widths allow.
    ///
    /// Least squares under an order is isotonic regression, solved by pooling adjacent violators.
    private mutating func pull(_ layer: Int, towards neighbors: [[Int]]) {
        let items = layers[layer]
        var offsets: [Double] = []
        var offset = 0.0
        for (index, item) in items.enumerated() {
            if index > 0 { offset += widths[items[index - 1]] / 2 + gap + widths[item] / 2 }
            offsets.append(offset)
        }
        var pools: [(sum: Double, weight: Double, count: Int)] = []
        for (index, item) in items.enumerated() {
            let around = neighbors[item]
            let wish =
                around.isEmpty
                ? centers[item] : around.map { centers[$0] }.reduce(0, +) / Double(around.count)
            let weight = around.isEmpty ? 0.1 : weights[item]
            pools.append(((wish - offsets[index]) * weight, weight, 1))
            while pools.count > 1 {
                let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
                guard last.sum / last.weight < before.sum / before.weight else { break }
                pools.removeLast(2)
                pools.append((last.sum + before.sum, last.weight + before.weight, last.count + before.count))
            }
        }
        var index = 0
        for pool in pools {
            for _ in 0..<pool.count {
                centers[items[index]] = pool.sum / pool.weight + offsets[index]
                index += 1
            }
        }
    }
}
