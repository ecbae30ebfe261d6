// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import StatesLanguage

/// An execution as it stood after one of its events.
struct ExecutionPage {
    let snapshot: ExecutionSnapshot
    let query: ExecutionQuery
    let logs: WorkerLogs
    let now: Timestamp

    /// The event up to which everything is shown.
    private let current: Int
    /// After that event.
    private let state: GraphState
    /// After all events.
    private let latest: GraphState
    private let selected: String?

    init(_ snapshot: ExecutionSnapshot, query: ExecutionQuery, logs: WorkerLogs, now: Timestamp) {
        self.snapshot = snapshot
        self.query = query
        self.logs = logs
        self.now = now
        let count = snapshot.history.count
        current = min(max(query.event ?? count, min(1, count)), count)
        state = GraphState(history: snapshot.history.prefix(current))
        latest = GraphState(history: snapshot.history)
        selected = query.state ?? state.visit(ofEvent: current)?.name ?? state.visits.last?.name
    }

    var frame: PageFrame {
        PageFrame(title: snapshot.row.name, updates: "\(snapshot.row.path)/updates", content: content)
    }

    private var content: HTML {
        """
        <section class="head" id="head" data-live>\(head)</section>
        <section class="stepper" id="stepper" data-live aria-label="Steps">\(stepper)</section>
        <div class="columns">
        <section class="card graph-card" id="graph" data-live aria-label="Graph">\(graph)</section>
        <section class="card panel" id="panel" data-live aria-label="Step">\(panel)</section>
        </div>
        <section class="card" id="timeline" data-live aria-label="Timeline">\(timeline)</section>
        <section class="card" id="events" data-live aria-label="Events">\(events)</section>
        """
    }

    // MARK: Head

    private var head: HTML {
        let row = snapshot.row
        let parent = snapshot.parent.flatMap { parent in
            mapRun(parent).map {
                #"<a href="\#(parent.path)">\#(parent.name)</a> › <a href="\#($0)">Map Run</a> › "# as HTML
            }
        }
        return """
            <p class="crumbs"><a href="/">Executions</a> › \(parent)<a href="/?machine=\(row.stateMachineARN)">\
            \(row.machineName)</a></p>
            <div class="title"><h1>\(row.name)</h1>\(Format.status(row.status))\(actions)</div>
            <p class="facts"><span>Started \(Format.time(row.startedAt)) UTC</span>\
            <span>\(row.stoppedAt == nil ? "running for" : "took") \
            \(Format.duration(from: row.startedAt, to: row.stoppedAt ?? now))</span>\
            \(row.redriveCount > 0 ? "<span>redriven \(row.redriveCount) ×</span>" as HTML : .nothing)</p>
            \(failure)
            """
    }

    private var failure: HTML {
        let row = snapshot.row
        guard row.error != nil || row.cause != nil else { return .nothing }
        return
            #"<p class="error-line"><strong>\#(row.error ?? "Failed")</strong> \#((row.cause ?? "").prefix(300))</p>"#
    }

    private var actions: HTML {
        let row = snapshot.row
        var buttons = HTML.nothing
        if row.status == .running, row.mapRun == nil { buttons = buttons + button("stop", "Stop") }
        if case .yes = row.redrivability(at: now) { buttons = buttons + button("redrive", "Redrive") }
        if row.mapRun == nil {
            buttons =
                buttons
                + #"<a class="button" href="/start?machine=\#(row.stateMachineARN)&amp;like=\#(row.id)">Start again</a>"#
        }
        return #"<span class="actions">\#(buttons)</span>"#
    }

    private func button(_ action: String, _ title: String) -> HTML {
        """
        <form method="post" action="\(snapshot.row.path)/\(action)"><button id="\(action)">\(title)</button></form>
        """
    }

    private func mapRun(_ parent: ExecutionRow) -> String? {
        snapshot.row.mapRun.map { "\(parent.path)/map-run?arn=\(PercentEncoded.text($0.mapRunARN))" }
    }

    // MARK: Steps

    private var stepper: HTML {
        let count = snapshot.history.count
        let event = snapshot.history.prefix(current).last
        let place = event.flatMap { state.visit(ofEvent: $0.id)?.name }
        return """
            <div class="buttons">\(step("first", "First event", "⇤", 1, current > 1))\
            \(step("previous", "Step back", "←", current - 1, current > 1))\
            \(step("next", "Step forward", "→", current + 1, current < count))\
            \(step("last", "Last event", "⇥", count, current < count))</div>
            <p class="where" aria-live="polite"><strong>Event \(current) of \(count)</strong> \
            <span class="what">\(event?.type.rawValue ?? "")\(place.map { " · \($0)" } ?? "")</span></p>
            <a class="button follow\(query.event == nil ? " on" : "")" data-step id="follow" \
            href="\(query.link(event: nil, state: nil))" \(query.event == nil ? #"aria-current="true""# as HTML : .nothing)>\
            \(snapshot.row.status == .running ? "Follow live" : "Latest")</a>
            """
    }

    private func step(_ id: String, _ title: String, _ sign: String, _ event: Int, _ isPossible: Bool) -> HTML {
        guard isPossible else {
            return
                #"<a class="button" id="\#(id)" role="link" aria-disabled="true" aria-label="\#(title)">\#(sign)</a>"#
        }
        return """
            <a class="button" data-step id="\(id)" href="\(query.link(event: event, state: nil))" \
            aria-label="\(title)" title="\(title)">\(sign)</a>
            """
    }

    // MARK: Parts

    private var graph: HTML {
        guard let graph = snapshot.graph else {
            return #"<p class="quiet">The definition of this execution cannot be read.</p>"#
        }
        let drawing = GraphSVG(
            layout: GraphLayout(graph),
            state: state,
            selected: selected,
            mapCounts: mapCounts,
            link: { query.link(event: query.event, state: $0) }
        )
        return #"<div class="graph-scroll">\#(drawing.html)</div>\#(Self.legend)"#
    }

    private static let legend: HTML = """
        <ul class="legend" aria-label="Colours"><li class="succeeded">succeeded</li><li class="running">running</li>\
        <li class="caught">caught an error</li><li class="failed">failed</li><li class="aborted">aborted</li>\
        <li class="none">not entered</li></ul>
        """

    /// A history tells that a Map Run began and how it ended; how its items stand is known now only.
    private var mapCounts: [String: GraphSVG.MapCounts] {
        var counts: [String: GraphSVG.MapCounts] = [:]
        for visit in state.visits {
            guard let arn = visit.mapRunARN, let row = snapshot.mapRuns.first(where: { $0.arn == arn }),
                visit.endedAt != nil || query.event == nil
            else { continue }
            counts[visit.name] = GraphSVG.MapCounts(row)
        }
        return counts
    }

    private var panel: HTML {
        guard let selected else { return #"<p class="quiet">No state has been entered yet.</p>"# }
        let ofEvent = state.visit(ofEvent: current)
        let visit = ofEvent?.name == selected ? ofEvent : state.lastVisit(of: selected)
        return StepPanel(
            name: selected,
            visit: visit,
            state: state,
            definition: snapshot.graph.flatMap { $0.state(named: selected) },
            mapRunPath: visit?.mapRunARN.map { "\(snapshot.row.path)/map-run?arn=\(PercentEncoded.text($0))" },
            log: visit.map(log) ?? [],
            moment: moment,
            query: query
        ).html
    }

    /// What the worker logged in the visit's attempts.
    ///
    /// Tasks are numbered in the order in which the history schedules them.
    private func log(of visit: StateVisit) -> [String] {
        let scheduled = snapshot.history.prefix(current).filter(\.type.isScheduling).map(\.id)
        return visit.attempts.flatMap { attempt in
            scheduled.firstIndex(of: attempt.eventID).map { logs.lines(of: snapshot.row.arn, task: $0 + 1) } ?? []
        }
    }

    private var moment: Timestamp {
        query.event == nil && snapshot.row.status == .running
            ? now : snapshot.history.prefix(current).last?.timestamp ?? snapshot.row.startedAt
    }

    private var timeline: HTML {
        let start = snapshot.history.first?.timestamp ?? snapshot.row.startedAt
        let end = snapshot.row.status == .running ? now : snapshot.history.last?.timestamp ?? now
        return Timeline(state: state, start: start, end: end, moment: moment, query: query).html
    }

    private var events: HTML {
        EventTable(history: snapshot.history, state: latest, current: current, query: query).html
    }
}

extension HistoryEventType {
    /// Whether an event of the type begins a task.
    fileprivate var isScheduling: Bool {
        [.taskScheduled, .lambdaFunctionScheduled, .activityScheduled].contains(self)
    }
}

extension GraphSVG.MapCounts {
    /// The items of a Map Run.
    init?(_ row: MapRunRow) {
        guard let counts = row.description["itemCounts"] else { return nil }
        func count(_ names: String...) -> Int { names.reduce(0) { $0 + (counts[$1]?.integer ?? 0) } }
        self.init(
            total: count("total"),
            succeeded: count("succeeded"),
            failed: count("failed", "timedOut"),
            stopped: count("aborted")
        )
    }
}

extension StateGraph {
    /// The state of that name, in this graph or in one inside it.
    func state(named name: String) -> State? {
        if let state = states[name] { return state }
        for (_, state) in states {
            let inner: [any StateGraph] =
                switch state {
                case .map(let map): map.processor.map { [$0] } ?? []
                case .parallel(let parallel): parallel.branches
                default: []
                }
            for graph in inner {
                if let found = graph.state(named: name) { return found }
            }
        }
        return nil
    }
}
