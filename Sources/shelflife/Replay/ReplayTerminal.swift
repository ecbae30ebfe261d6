// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Walks a history on a terminal: the states above, the current event's data below.
struct ReplayTerminal {
    let events: [HistoryEvent]
    let title: String

    private static let page = 10

    func run() throws {
        let terminal = try RawTerminal()
        var current = 1
        var scroll = 0
        while true {
            let height = terminal.size.rows
            terminal.show(lines(current, scroll: scroll, height: height))
            let before = current
            switch terminal.key() {
            case .left: current -= 1
            case .right: current += 1
            case .pageUp: current -= Self.page
            case .pageDown: current += Self.page
            case .home: current = 1
            case .end: current = events.count
            case .up: scroll = max(0, scroll - 1)
            case .down: scroll += 1
            case .quit: return
            case .other: break
            }
            current = min(max(current, 1), events.count)
            if current != before { scroll = 0 }
        }
    }

    /// What the screen shows at an event.
    func lines(_ current: Int, scroll: Int, height: Int) -> [String] {
        let state = GraphState(history: events.prefix(current))
        let event = events[current - 1]
        let visit = state.visit(ofEvent: current)
        let seconds = ReplayListing.seconds(event.timestamp, since: events[0].timestamp)
        let head = [
            "\(title)  \(state.status.rawValue)",
            "event \(current) of \(events.count)  +\(seconds) s  \(event.type.rawValue)  \(visit?.name ?? "")",
            "",
        ]
        let states = stateLines(state, current: visit)
        // Half of the screen for the states, those around the current one.
        let room = max(3, (height - head.count - 3) / 2)
        let position = states.firstIndex { $0.hasPrefix("▶") } ?? states.count
        let first = max(0, min(position - room / 2, states.count - room))
        let shown = Array(states.dropFirst(first).prefix(room))
        let data = dataLines(event)
        let rest = max(1, height - head.count - shown.count - 3)
        let from = min(scroll, max(0, data.count - rest))
        let foot = "← → step   PgUp PgDn \(Self.page) steps   Home End   ↑ ↓ scroll   q quit"
        return head + shown + [""] + data.dropFirst(from).prefix(rest) + ["", foot]
    }

    private func stateLines(_ state: GraphState, current: StateVisit?) -> [String] {
        state.visits.map { visit in
            let indent = String(repeating: "  ", count: state.path(of: visit).count)
            let iteration = visit.iteration.map { "[\($0)] " } ?? ""
            let attempts = visit.attempts.count > 1 ? "  \(visit.attempts.count) attempts" : ""
            let error = visit.failure?.error.map { "  \($0)" } ?? ""
            let sign = visit.id == current?.id ? "▶" : " "
            return "\(sign) \(indent)\(visit.status.sign) \(iteration)\(visit.name)\(attempts)\(error)"
        }
    }

    private func dataLines(_ event: HistoryEvent) -> [String] {
        let json = event.json()
        let details = (json.object ?? [:]).first { $0.value.object != nil }?.value.object ?? [:]
        return details.flatMap { name, value -> [String] in
            guard !name.hasSuffix("Details") else { return [] }
            let unfolded = value.string.flatMap { try? JSONValue(parsing: $0) } ?? value
            let text = unfolded.string ?? unfolded.serialized(.pretty)
            return ["\(name):"] + text.split(separator: "\n").map { "  " + $0 }
        }
    }
}

extension StateVisit.Status {
    fileprivate var sign: String {
        switch self {
        case .running: "…"
        case .succeeded: "✓"
        case .caught: "!"
        case .failed, .timedOut: "✗"
        case .aborted: "■"
        }
    }
}
