// SPDX-License-Identifier: Apache-2.0

import StatesEngine

/// When each state ran: a line for each state, a bar for each visit.
struct Timeline {
    let state: GraphState
    let start: Timestamp
    let end: Timestamp
    /// The moment that the rest of the page shows.
    let moment: Timestamp
    let query: ExecutionQuery

    /// Bars beyond these add nothing that could be seen.
    private static let mostBars = 400
    private static let width = 1000.0

    var html: HTML {
        var byName: [(name: String, visits: [StateVisit])] = []
        for visit in state.visits {
            if let index = byName.firstIndex(where: { $0.name == visit.name }) {
                byName[index].visits.append(visit)
            } else {
                byName.append((visit.name, [visit]))
            }
        }
        return """
            <div class="bar"><h2>Timeline</h2><span class="quiet">\(Format.duration(from: start, to: end))</span></div>
            <div class="scroll gantt" tabindex="0" role="region" aria-label="Timeline"><table>
            <tbody>\(byName.html { row($0.name, $0.visits) })</tbody></table></div>
            """
    }

    private func row(_ name: String, _ visits: [StateVisit]) -> HTML {
        let total = visits.reduce(Int64(0)) { sum, visit in
            sum + (visit.endedAt ?? moment).millisecondsSinceEpoch - visit.enteredAt.millisecondsSinceEpoch
        }
        let spent = Format.duration(
            from: Timestamp(millisecondsSinceEpoch: 0),
            to: .init(millisecondsSinceEpoch: total)
        )
        let times = visits.count == 1 ? spent : "\(visits.count) × · \(spent)"
        return """
            <tr><th scope="row"><a data-step href="\(query.link(event: query.event, state: name))">\(name)</a></th>
            <td class="bars"><svg viewBox="0 0 \(Self.width) 20" preserveAspectRatio="none" role="img" \
            aria-label="\(name): \(times)">\(visits.suffix(Self.mostBars).html(bar))\
            <line class="moment" x1="\(place(moment))" x2="\(place(moment))" y1="0" y2="20"/></svg></td>
            <td class="number">\(times)</td></tr>
            """
    }

    private func bar(_ visit: StateVisit) -> HTML {
        let left = place(visit.enteredAt)
        let width = max(4, place(visit.endedAt ?? moment) - left)
        return """
            <rect class="\(visit.status.rawValue)" x="\(min(left, Self.width - 4))" y="4" width="\(width)" height="12">\
            <title>\(visit.name), \(visit.status.title), \
            \(Format.duration(from: visit.enteredAt, to: visit.endedAt ?? moment))</title></rect>
            """
    }

    private func place(_ time: Timestamp) -> Double {
        let all = Double(max(1, end.millisecondsSinceEpoch - start.millisecondsSinceEpoch))
        let passed = Double(time.millisecondsSinceEpoch - start.millisecondsSinceEpoch)
        return min(1, max(0, passed / all)) * Self.width
    }
}
