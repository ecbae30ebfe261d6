// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Age against size as a picture, both on a logarithmic scale: accounts hold hours and years, one GiB and thousands.
struct AgeChart {
    struct Point {
        var ageHours: Int
        var sizeGiB: Int
        var isRetired: Bool
    }

    private static let (width, height, left, bottom, top) = (900.0, 280.0, 60.0, 34.0, 12.0)
    private static let ages = [
        (1, "1 h"), (6, "6 h"), (24, "1 d"), (72, "3 d"), (168, "1 w"), (720, "30 d"), (2160, "90 d"), (8766, "1 y"),
        (26298, "3 y"), (87660, "10 y"),
    ]
    private static let sizes = [1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 30000, 100_000]

    private let points: [Point]
    private let ages: ClosedRange<Double>
    private let sizes: ClosedRange<Double>

    init(_ points: [Point]) {
        self.points = points
        func range(_ values: [Int]) -> ClosedRange<Double> {
            let least = log10(Double(max(1, values.min() ?? 1))) - 0.1
            let most = log10(Double(max(1, values.max() ?? 1))) + 0.1
            return least...max(most, least + 0.5)
        }
        ages = range(points.map(\.ageHours))
        sizes = range(points.map(\.sizeGiB))
    }

    var svg: String {
        var svg =
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
            + "aria-label=\"Age against size of \(points.count) resources\"><g class=\"axis\">"
        let base = Int(Self.height - Self.bottom)
        for (hours, label) in Self.ages where ages.contains(log10(Double(hours))) {
            let x = x(hours)
            svg += "<path d=\"M\(x),\(Int(Self.top))V\(base)\"/><text x=\"\(x)\" y=\"\(base + 24)\" "
            svg += "text-anchor=\"middle\">\(label)</text>"
        }
        for size in Self.sizes where sizes.contains(log10(Double(size))) {
            let y = y(size)
            svg += "<path d=\"M\(Int(Self.left)),\(y)H\(Int(Self.width))\"/><text x=\"\(Int(Self.left) - 6)\" "
            svg += "y=\"\(y + 4)\" text-anchor=\"end\">\(size)</text>"
        }
        return svg + "</g>" + dots(isRetired: false) + dots(isRetired: true) + "</svg>"
    }

    /// One path for all, each place once, so that ten thousand resources stay a small page.
    private func dots(isRetired: Bool) -> String {
        var places: Set<[Int]> = []
        for point in points where point.isRetired == isRetired { places.insert([x(point.ageHours), y(point.sizeGiB)]) }
        let path = places.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }.map { "M\($0[0]),\($0[1])h0" }.joined()
        return "<path class=\"\(isRetired ? "retire" : "keep")\" d=\"\(path)\"/>"
    }

    private func x(_ hours: Int) -> Int {
        Int(Self.left + (Self.width - Self.left - 8) * Self.share(hours, of: ages))
    }

    private func y(_ sizeGiB: Int) -> Int {
        Int(Self.top + (Self.height - Self.bottom - Self.top) * (1 - Self.share(sizeGiB, of: sizes)))
    }

    private static func share(_ value: Int, of range: ClosedRange<Double>) -> Double {
        (log10(Double(max(1, value))) - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
}
