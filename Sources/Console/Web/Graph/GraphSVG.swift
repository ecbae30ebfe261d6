// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import StatesLanguage

/// The drawing of a workflow with the state of an execution in it.
struct GraphSVG {
    let layout: GraphLayout
    let state: GraphState
    /// The state whose step is shown beside the graph.
    let selected: String?
    /// What a Map's badge says, where the history does not tell it.
    var mapCounts: [String: MapCounts] = [:]
    /// Where a click on a state leads.
    let link: (String) -> String

    /// Items of a Map by how they ended.
    struct MapCounts: Sendable, Hashable {
        var total: Int
        var succeeded: Int
        var failed: Int
        var stopped: Int
    }

    private static let margin = 10.0

    var html: HTML {
        let width = layout.width + 2 * Self.margin
        let height = layout.height + 2 * Self.margin
        return """
            <svg class="graph" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="group" \
            aria-label="Workflow graph">
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" \
            markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>
            <g transform="translate(\(Self.margin) \(Self.margin))">\(layout.entry.map(entry))\(drawing(layout))</g></svg>
            """
    }

    private func drawing(_ layout: GraphLayout) -> HTML {
        layout.lines.html(line) + layout.boxes.html(box)
    }

    // MARK: Lines

    private func entry(_ line: GraphLayout.Line) -> HTML {
        guard let start = line.points.first else { return .nothing }
        return
            #"<circle class="start" cx="\#(start.x)" cy="\#(start.y)" r="6"><title>Start</title></circle>\#(self.line(line))"#
    }

    private func line(_ line: GraphLayout.Line) -> HTML {
        let kind =
            switch line.edge.kind {
            case .next: "next"
            case .choice: "choice"
            case .catch: "catch"
            }
        let taken = isTaken(line.edge) ? " taken" : ""
        let path = line.goesBack ? Self.corners(line.points) : Self.curves(line.points)
        let label = line.edge.label.isEmpty ? "" : ": \(line.edge.label)"
        return """
            <path class="line \(kind)\(taken)" d="\(path)" marker-end="url(#arrow)"><title>\
            \(line.edge.kind == .catch ? "On error" : "Next")\(label)</title></path>
            """
    }

    /// Whether the execution went that way: the target's entry follows on the exit of the state before.
    private func isTaken(_ edge: GraphEdge) -> Bool {
        guard !edge.from.isEmpty else { return !state.visits.isEmpty }
        return state.transitions.contains(GraphState.Transition(from: edge.from, to: edge.to))
    }

    private static func curves(_ points: [GraphLayout.Point]) -> HTML {
        guard let first = points.first else { return .nothing }
        var path: HTML = "M\(first.x) \(first.y)"
        for (index, point) in points.enumerated().dropFirst() {
            let previous = points[index - 1]
            let middle = (previous.y + point.y) / 2
            path =
                previous.x == point.x
                ? path + "V\(point.y)"
                : path + "C\(previous.x) \(middle) \(point.x) \(middle) \(point.x) \(point.y)"
        }
        return path
    }

    private static func corners(_ points: [GraphLayout.Point]) -> HTML {
        guard let first = points.first, let last = points.last else { return .nothing }
        var path: HTML = "M\(first.x) \(first.y)"
        for index in points.indices.dropFirst().dropLast() {
            let (before, corner, after) = (points[index - 1], points[index], points[index + 1])
            let (into, out) = (Self.near(corner, before), Self.near(corner, after))
            path = path + "L\(into.x) \(into.y)Q\(corner.x) \(corner.y) \(out.x) \(out.y)"
        }
        return path + "L\(last.x) \(last.y)"
    }

    /// A point a few pixels from a corner on the way to another point.
    private static func near(_ corner: GraphLayout.Point, _ other: GraphLayout.Point) -> GraphLayout.Point {
        let (dx, dy) = (other.x - corner.x, other.y - corner.y)
        let length = max((dx * dx + dy * dy).squareRoot(), 0.001)
        let share = min(7, length / 2) / length
        return .init(x: corner.x + dx * share, y: corner.y + dy * share)
    }

    // MARK: States

    private func box(_ box: GraphLayout.Box) -> HTML {
        let status = state.status(of: box.name)
        let visits = state.visits.reduce(0) { $0 + ($1.name == box.name ? 1 : 0) }
        let badge = badge(of: box, visits: visits)
        let isSelected = box.name == selected
        let title = fitted(box.name, into: box.width)
        return """
            <g transform="translate(\(box.x) \(box.y))"><a href="\(link(box.name))" data-step data-state="\(box.name)" \
            data-status="\(status?.rawValue ?? "none")" class="state \(status?.rawValue ?? "none") \
            \(box.isContainer ? "container" : "leaf")\(isSelected ? " selected" : "")" \(isSelected ? currentMark : .nothing) \
            aria-label="\(box.name), \(box.caption), \(status?.title ?? "not entered")\(badge.isEmpty ? "" : ", \(badge)")">
            <title>\(box.name)</title>
            <rect class="body" width="\(box.width)" height="\(box.height)" rx="7"/>\
            <rect class="edge" width="5" height="\(box.height)" rx="2.5"/>
            <text class="name" x="16" y="20">\(title)</text><text class="caption" x="16" y="36">\(box.caption)</text>\
            \(badge.isEmpty ? .nothing : badgeMark(badge, box))</a>
            \(box.inner.html { inner in
                """
                <g transform="translate(\(inner.x) \(inner.y))"><rect class="branch" x="-8" y="-4" \
                width="\(inner.layout.width + 16)" height="\(inner.layout.height + 12)" rx="6"/>\(drawing(inner.layout))</g>
                """
            })</g>
            """
    }

    private var currentMark: HTML { #"aria-current="step""# }

    private func badgeMark(_ badge: String, _ box: GraphLayout.Box) -> HTML {
        #"<text class="badge" x="\#(box.width - 10)" y="36" text-anchor="end">\#(badge)</text>"#
    }

    private func badge(of box: GraphLayout.Box, visits: Int) -> String {
        var counts = mapCounts[box.name]
        if counts == nil, box.type == .map, let visit = state.lastVisit(of: box.name), visit.mapRunARN == nil {
            counts = visit.itemCount.map {
                MapCounts(
                    total: $0,
                    succeeded: visit.iterations.succeeded,
                    failed: visit.iterations.failed,
                    stopped: visit.iterations.aborted
                )
            }
        }
        guard let counts else { return visits > 1 ? "×\(visits)" : "" }
        let others = [(counts.failed, "failed"), (counts.stopped, "stopped")].filter { $0.0 > 0 }
        return "\(counts.succeeded)/\(counts.total)" + others.map { " · \($0) \($1)" }.joined()
    }

    private func fitted(_ name: String, into width: Double) -> String {
        let most = Int((width - 24) / GraphLayout.Measure.characterWidth)
        return name.count > most ? name.prefix(max(1, most - 1)) + "…" : name
    }
}

extension StateVisit.Status {
    /// The status for people.
    var title: String {
        switch self {
        case .running: "running"
        case .succeeded: "succeeded"
        case .caught: "caught an error"
        case .failed: "failed"
        case .aborted: "aborted"
        case .timedOut: "timed out"
        }
    }
}
