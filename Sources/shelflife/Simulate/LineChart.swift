// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Lines over days, as an SVG of its own that takes its colours from the page.
struct LineChart {
    struct Line {
        var name: String
        /// nil where there is nothing to show: the line has a gap there.
        var values: [Double?]
        /// Fills the room down to the line after it.
        var isBandTop = false
    }

    private static let width = 720.0
    private static let height = 220.0
    private static let margin = (left: 66.0, right: 14.0, top: 12.0, bottom: 26.0)

    let title: String
    let unit: String
    let lines: [Line]
    /// Labels of the axis of time, by the index of the value they stand under.
    let labels: [(index: Int, text: String)]

    var svg: String {
        let top = Self.niceCeiling(lines.flatMap(\.values).compactMap(\.self).max() ?? 0)
        let ticks = (0...4).map { top * Double($0) / 4 }
        var parts = [
            "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(title.escaped)\">",
            "<title>\(title.escaped)</title>",
        ]
        for tick in ticks {
            let y = text(self.y(tick, top))
            parts.append(
                "<line class=\"grid\" x1=\"\(Self.margin.left)\" x2=\"\(Self.width - Self.margin.right)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            )
            parts.append(
                "<text class=\"tick\" text-anchor=\"end\" x=\"\(Self.margin.left - 8)\" y=\"\(text(self.y(tick, top) + 4))\">\(Self.short(tick))</text>"
            )
        }
        for label in labels {
            parts.append(
                "<text class=\"tick time\" text-anchor=\"middle\" x=\"\(text(x(label.index)))\" y=\"\(Self.height - 7)\">\(label.text.escaped)</text>"
            )
        }
        for (index, line) in lines.enumerated() {
            if line.isBandTop, index + 1 < lines.count {
                let around = points(line, top) + points(lines[index + 1], top).map { $0.reversed() }
                parts.append(
                    "<polygon class=\"band\" points=\"\(around.flatMap(\.self).joined(separator: " "))\"/>"
                )
            }
            for piece in points(line, top) {
                parts.append("<polyline class=\"line c\(index + 1)\" points=\"\(piece.joined(separator: " "))\"/>")
            }
        }
        return (parts + ["</svg>"]).joined(separator: "\n")
    }

    /// The lines' names and last values, beside their colours.
    var legend: String {
        let items = lines.enumerated().map { index, line in
            let last = line.values.last?.map { " <b>\(Self.short($0))</b> \(unit.escaped)" } ?? ""
            return "<li><span class=\"key c\(index + 1)\"></span>\(line.name.escaped)\(last)</li>"
        }
        return "<ul class=\"legend\">\(items.joined())</ul>"
    }

    private func points(_ line: Line, _ top: Double) -> [[String]] {
        Self.pieces(line.values) { "\(text(x($0))),\(text(y($1, top)))" }
    }

    /// The points of values by index, in pieces between the gaps.
    static func pieces(_ values: [Double?], point: (Int, Double) -> String) -> [[String]] {
        values.enumerated().split { $0.element == nil }.map { piece in
            piece.compactMap { index, value in value.map { point(index, $0) } }
        }
    }

    private func x(_ index: Int) -> Double {
        let count = max(1, (lines.map(\.values.count).max() ?? 1) - 1)
        let room = Self.width - Self.margin.left - Self.margin.right
        return Self.margin.left + room * Double(index) / Double(count)
    }

    private func y(_ value: Double, _ top: Double) -> Double {
        let room = Self.height - Self.margin.top - Self.margin.bottom
        return Self.height - Self.margin.bottom - room * value / top
    }

    private func text(_ value: Double) -> String { String(format: "%.1f", value) }

    /// The next number up that divides well by four.
    static func niceCeiling(_ value: Double) -> Double {
        guard value > 0 else { return 4 }
        let power = pow(10, (log10(value)).rounded(.down))
        return [1, 2, 4, 6, 8, 10].map { $0 * power }.first { $0 >= value } ?? 10 * power
    }

    static func short(_ value: Double) -> String {
        switch value {
        case 1_000_000...: String(format: "%.4gM", value / 1_000_000)
        case 10_000...: String(format: "%.4gk", value / 1000)
        case 100...: String(format: "%.4g", value)
        default: String(format: "%g", (value * 100).rounded() / 100)
        }
    }
}

extension String {
    /// As text of an XML document.
    var escaped: String {
        reduce(into: "") { text, character in
            switch character {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            default: text.append(character)
            }
        }
    }
}
