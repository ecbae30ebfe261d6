// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// What there is to know of one visit of a state.
struct StepPanel {
    let name: String
    /// nil when the state has not been entered up to the current event.
    let visit: StateVisit?
    let state: GraphState
    /// The state in the definition.
    let definition: State?
    /// The page of the visit's Map Run.
    let mapRunPath: String?
    /// What the worker logged.
    let log: [String]
    let moment: Timestamp
    let query: ExecutionQuery

    var html: HTML {
        guard let visit else {
            return """
                <h2>\(name)</h2><p class="quiet">Not entered up to this event.</p>
                \(definitionSection)
                """
        }
        let place = state.path(of: visit)
        return """
            <h2 id="panel-title">\(visit.name)</h2>
            <p class="facts"><span class="status \(visit.status.rawValue)">\(visit.status.title)</span>
            <span>\(visit.type.rawValue)</span>\
            <span>\(Format.duration(from: visit.enteredAt, to: visit.endedAt ?? moment))</span>\
            \(place.isEmpty ? .nothing : "<span>in \(place.joined(separator: " › "))</span>" as HTML)\(visits(visit))</p>
            \(mapRunPath.map { #"<p><a class="button" href="\#($0)">Map Run and its children</a></p>"# as HTML })
            \(failure(visit))\(section("input", "Input", visit.input))
            \(visit.attempts.last?.parameters.map { section("parameters", "Parameters", $0) })
            \(visit.attempts.last?.result.map { section("result", "Result", $0) })
            \(visit.assigned.isEmpty ? .nothing : section("variables", "Variables set", .object(visit.assigned)))
            \(visit.output.map { section("output", "Output", $0) })
            \(retries(visit))\(logSection)\(definitionSection)
            """
    }

    private func section(_ id: String, _ title: String, _ value: JSONValue, isOpen: Bool = true) -> HTML {
        """
        <details id="panel-\(id)"\(isOpen ? " open" as HTML : .nothing)><summary>\(title)</summary>\
        \(Format.json(value))</details>
        """
    }

    private func failure(_ visit: StateVisit) -> HTML {
        guard let failure = visit.failure ?? visit.attempts.last?.failure else { return .nothing }
        let cause = failure.cause.map { text in
            (try? JSONValue(parsing: text)).map(Format.json) ?? #"<pre tabindex="0">\#(text)</pre>"#
        }
        return """
            <details id="panel-error" class="error" open><summary>Error \(failure.error ?? "without a name")</summary>\
            \(cause)</details>
            """
    }

    /// Other visits of the same state: the states of a loop or an iteration are entered often.
    private func visits(_ visit: StateVisit) -> HTML {
        let all = state.visits.filter { $0.name == visit.name }
        guard all.count > 1, let index = all.firstIndex(where: { $0.id == visit.id }) else { return .nothing }
        func link(_ other: Int, _ label: String, _ sign: String) -> HTML {
            guard all.indices.contains(other) else { return .nothing }
            return """
                <a data-step href="\(query.link(event: all[other].id, state: nil))" aria-label="\(label)">\(sign)</a>
                """
        }
        return """
            <span>visit \(index + 1) of \(all.count) \(link(index - 1, "Earlier visit", "‹ earlier")) \
            \(link(index + 1, "Later visit", "later ›"))</span>
            """
    }

    private func retries(_ visit: StateVisit) -> HTML {
        guard visit.attempts.count > 1 else { return .nothing }
        return """
            <details id="panel-retries" open><summary>\(visit.attempts.count) attempts</summary><ol class="attempts">
            \(visit.attempts.html { attempt in
                """
                <li><a data-step href="\(query.link(event: attempt.eventID, state: nil))">\
                \(Format.offset(attempt.startedAt, since: visit.enteredAt)) s</a> \
                \(attempt.failure.map { $0.error ?? "failed" } ?? (attempt.endedAt == nil ? "running" : "succeeded"))</li>
                """
            })</ol></details>
            """
    }

    private var logSection: HTML {
        guard !log.isEmpty else { return .nothing }
        return """
            <details id="panel-log" open><summary>Worker log</summary>\
            <pre tabindex="0">\(log.joined(separator: "\n"))</pre></details>
            """
    }

    private var definitionSection: HTML {
        definition.map { section("definition", "Definition", $0.json, isOpen: false) } ?? .nothing
    }
}
