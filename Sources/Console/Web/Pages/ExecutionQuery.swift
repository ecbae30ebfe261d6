// SPDX-License-Identifier: Apache-2.0

/// What the address of an execution's page asks for; every view of it has an address that can be passed on.
struct ExecutionQuery: Sendable, Hashable {
    /// The event up to which the page looks; nil follows the execution.
    var event: Int?
    /// The state whose step is shown; nil shows that of the event.
    var state: String?
    /// Which events the table lists.
    var events = EventFilter()

    /// Which events a table lists.
    struct EventFilter: Sendable, Hashable {
        var kind: EventKind?
        var state: String?
    }

    init() {}

    init(_ fields: FormFields) {
        event = fields["event"].flatMap { Int($0) }
        state = fields["state"]
        events.kind = fields["kind"].flatMap(EventKind.init)
        events.state = fields["in"]
    }

    /// The address with that event and state.
    func link(event: Int?, state: String?) -> String {
        var query = self
        query.event = event
        query.state = state
        return query.text
    }

    /// `?event=14&state=ReportRun`.
    var text: String {
        let parts = [
            event.map { "event=\($0)" }, state.map { "state=\(PercentEncoded.text($0))" },
            events.kind.map { "kind=\($0.rawValue)" }, events.state.map { "in=\(PercentEncoded.text($0))" },
        ]
        return "?" + parts.compactMap { $0 }.joined(separator: "&")
    }
}
