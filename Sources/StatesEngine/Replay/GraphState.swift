// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON
import StatesLanguage

/// Where every state of an execution stands after a part of its history.
///
/// A pure function of the events: the same prefix of a history always gives the same graph. Console, replay and tests
/// share it.
public struct GraphState: Sendable, Hashable {
    /// Every entry into a state, in the order of the entries.
    public internal(set) var visits: [StateVisit] = []
    /// Where the execution stands.
    public internal(set) var status = ExecutionStatus.running
    /// What the execution handed on at its end.
    public internal(set) var output: JSONValue?
    /// Why the execution ended badly.
    public internal(set) var failure: ErrorOutput?

    /// The place of an event: a visit, and what a state entered next belongs to.
    struct Place: Sendable, Hashable {
        /// The index of the visit.
        var visit: Int
        /// The iteration of that visit's Map state.
        var iteration: Int?
        /// Whether the next state entered after the event is inside the visit.
        var opens = false
    }

    var places: [Int: Place] = [:]
    private var byEntry: [StateVisit.ID: Int] = [:]

    /// A way from one state to the next.
    public struct Transition: Sendable, Hashable {
        /// The state that was left.
        public let from: String
        /// The state that was entered.
        public let to: String

        /// A way from one state to the next.
        public init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// The ways that were taken.
    public private(set) var transitions: Set<Transition> = []

    /// The state of things after these events, which begin with the first of a history.
    public init(history: some Sequence<HistoryEvent> = []) {
        for event in history { append(event) }
    }

    /// The visit that an event belongs to; nil for events of the execution as a whole.
    public func visit(ofEvent id: Int) -> StateVisit? {
        places[id].map { visits[$0.visit] }
    }

    /// The visit that began with that event.
    public func visit(_ id: StateVisit.ID) -> StateVisit? {
        byEntry[id].map { visits[$0] }
    }

    /// The last visit of a state.
    public func lastVisit(of name: String) -> StateVisit? {
        visits.last { $0.name == name }
    }

    /// How a state stands: running while one of its visits is, else as its last visit; nil before the first.
    public func status(of name: String) -> StateVisit.Status? {
        var last: StateVisit.Status?
        for visit in visits where visit.name == name {
            if visit.status == .running { return .running }
            last = visit.status
        }
        return last
    }

    /// Where a visit lies: the iterations and branches around it, from the outside in.
    public func path(of visit: StateVisit) -> [String] {
        guard let container = visit.container.flatMap({ self.visit($0) }) else { return [] }
        let inside = visit.iteration.map { "[\($0)]" } ?? visit.branch.map { "(\($0))" } ?? ""
        let place = container.name + inside
        return path(of: container) + [place]
    }

    // MARK: Folding

    mutating func enter(_ event: HistoryEvent, name: String, input: JSONValue) {
        let previous = places[event.previousEventID]
        var container: StateVisit.ID?
        var iteration: Int?
        var branch: String?
        if let previous {
            let visit = visits[previous.visit]
            if previous.opens {
                (container, iteration) = (visit.id, previous.iteration)
                branch = visit.type == .parallel ? name : nil
            } else {
                (container, iteration, branch) = (visit.container, visit.iteration, visit.branch)
                transitions.insert(Transition(from: visit.name, to: name))
            }
        }
        byEntry[event.id] = visits.count
        places[event.id] = Place(visit: visits.count)
        visits.append(
            StateVisit(
                id: event.id,
                name: name,
                type: event.type.enteredStateType,
                container: container,
                iteration: iteration,
                branch: branch,
                enteredAt: event.timestamp,
                input: input
            )
        )
    }

    /// The index of the visit that fits, beginning with that of the event before and going outwards.
    func climb(from eventID: Int, _ fits: (StateVisit) -> Bool) -> Int? {
        var index = places[eventID]?.visit
        while let here = index, !fits(visits[here]) {
            index = visits[here].container.flatMap { byEntry[$0] }
        }
        return index
    }

    /// The visit of the outermost states that was entered last.
    var outermost: Int? { visits.lastIndex { $0.container == nil } }

    /// Ends a visit, and whatever still runs inside it.
    mutating func end(_ index: Int, _ status: StateVisit.Status, at time: Timestamp, inside: StateVisit.Status) {
        visits[index].status = status
        visits[index].endedAt = time
        endInside(index, inside, at: time) { _ in true }
    }

    mutating func endInside(
        _ index: Int,
        _ status: StateVisit.Status,
        at time: Timestamp,
        where matches: (StateVisit) -> Bool
    ) {
        guard visits[index].type == .map || visits[index].type == .parallel else { return }
        var inside: Set<StateVisit.ID> = [visits[index].id]
        // Containers are entered before what they contain.
        for next in visits.indices[(index + 1)...] {
            guard let container = visits[next].container, inside.contains(container) else { continue }
            guard container != visits[index].id || matches(visits[next]) else { continue }
            inside.insert(visits[next].id)
            if visits[next].status == .running {
                visits[next].status = status
                visits[next].endedAt = time
            }
        }
    }
}

extension HistoryEventType {
    /// The type of state that a `…StateEntered` event enters.
    fileprivate var enteredStateType: StateType {
        StateType.allCases.first { $0.enteredEvent == self } ?? .pass
    }
}
