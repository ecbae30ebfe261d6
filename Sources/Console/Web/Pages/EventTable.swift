// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// The events of an execution, with filters; of a long history the part around the current event.
struct EventTable {
    let history: [HistoryEvent]
    let state: GraphState
    let current: Int
    let query: ExecutionQuery

    private static let pageLength = 200

    var html: HTML {
        let matching = history.filter(isIncluded)
        let position = matching.firstIndex { $0.id >= current } ?? max(0, matching.count - 1)
        let first = max(0, min(position - Self.pageLength / 2, matching.count - Self.pageLength))
        let shown = matching[first..<min(matching.count, first + Self.pageLength)]
        let count =
            shown.count < matching.count
            ? "Events \(first + 1) to \(first + shown.count) of \(matching.count)" : "\(matching.count) events"
        return """
            <div class="bar"><h2>Events</h2>\(filters)<span class="quiet">\(count)</span></div>
            <div class="scroll events" id="event-rows" tabindex="0" role="region" aria-label="Events"><table>
            <thead><tr><th scope="col" class="number">Event</th><th scope="col">Type</th><th scope="col">State</th>\
            <th scope="col" class="number">Time, s</th></tr></thead>
            <tbody>\(shown.html(row))</tbody></table></div>
            """
    }

    private func isIncluded(_ event: HistoryEvent) -> Bool {
        if let kind = query.events.kind, !kind.includes(event.type) { return false }
        if let name = query.events.state, state.visit(ofEvent: event.id)?.name != name { return false }
        return true
    }

    private var filters: HTML {
        let names = state.visits.reduce(into: [String]()) { if !$0.contains($1.name) { $0.append($1.name) } }
        return """
            <form method="get" class="filters" data-filter>
            \(query.event.map { #"<input type="hidden" name="event" value="\#($0)">"# as HTML })\
            \(query.state.map { #"<input type="hidden" name="state" value="\#($0)">"# as HTML })
            <label>Kind <select id="filter-kind" name="kind">\(Format.option("", "All", chosen: query.events.kind?.rawValue))\
            \(EventKind.allCases.html { Format.option($0.rawValue, $0.title, chosen: query.events.kind?.rawValue) })</select></label>
            <label>State <select id="filter-state" name="in">\(Format.option("", "All", chosen: query.events.state))\
            \(names.html { Format.option($0, $0, chosen: query.events.state) })</select></label>
            <button class="plain">Filter</button></form>
            """
    }

    private func row(_ event: HistoryEvent) -> HTML {
        let visit = state.visit(ofEvent: event.id)
        let isCurrent = event.id == current
        let place = visit.map { state.path(of: $0) + [$0.name] } ?? []
        let start = history.first?.timestamp ?? event.timestamp
        return """
            <tr class="\(event.id > current ? "later" : "past")\(event.type.isFailure ? " failure" : "")" \
            \(isCurrent ? #"aria-current="step""# as HTML : .nothing)>
            <td class="number">\(event.id)</td><td><a data-step \
            href="\(query.link(event: event.id, state: nil))">\(event.type.rawValue)</a></td>
            <td>\(place.joined(separator: " › "))</td>
            <td class="number">\(Format.offset(event.timestamp, since: start))</td></tr>
            """
    }
}
