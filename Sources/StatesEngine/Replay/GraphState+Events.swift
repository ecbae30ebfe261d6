// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension GraphState {
    /// Takes the next event of the history in.
    public mutating func append(_ event: HistoryEvent) {
        switch event.details {
        case .stateEntered(let name, let input):
            enter(event, name: name, input: input)
            if event.type == .failStateEntered { visits[visits.count - 1].status = .failed }
        case .stateExited(let name, let output, let assigned):
            exited(event, name, output, assigned)
        case .mapIteration(let name, let index):
            iterated(event, name, index)
        case .executionStarted:
            break
        case .executionRedriven:
            redriven(event)
        default:
            if event.type.endsExecution {
                ended(event)
            } else {
                happened(event)
            }
        }
    }

    private mutating func exited(
        _ event: HistoryEvent,
        _ name: String,
        _ output: JSONValue,
        _ assigned: JSONObject
    ) {
        guard let index = climb(from: event.previousEventID, { $0.name == name }) else { return }
        places[event.id] = Place(visit: index)
        let isCaught = visits[index].status == .failed
        end(index, isCaught ? .caught : .succeeded, at: event.timestamp, inside: .aborted)
        visits[index].output = output
        visits[index].assigned = assigned
    }

    private mutating func iterated(_ event: HistoryEvent, _ name: String, _ iteration: Int) {
        guard let index = mapVisit(of: event, name) else { return }
        places[event.id] = Place(visit: index, iteration: iteration, opens: event.type == .mapIterationStarted)
        switch event.type {
        case .mapIterationStarted:
            visits[index].iterations.started += 1
        case .mapIterationSucceeded:
            visits[index].iterations.succeeded += 1
        case .mapIterationFailed:
            visits[index].iterations.failed += 1
        default:
            visits[index].iterations.aborted += 1
            endInside(index, .aborted, at: event.timestamp) { $0.iteration == iteration }
        }
    }

    /// The visit of the Map state that an iteration's event is about.
    private func mapVisit(of event: HistoryEvent, _ name: String) -> Int? {
        guard event.type == .mapIterationAborted else {
            return climb(from: event.previousEventID) { $0.name == name }
        }
        // It follows on what caused it, which may be in another branch, or in another iteration of a Map around: that
        // iteration's abort came just before, and ended the Map state inside it.
        let isOpen = { (visit: StateVisit) in visit.name == name && visit.iterations.areOpen }
        return climb(from: event.previousEventID, isOpen)
            ?? visits.firstIndex { isOpen($0) && $0.status == .aborted }
            ?? visits.firstIndex { isOpen($0) && $0.status == .running }
            ?? climb(from: event.previousEventID) { $0.name == name }
    }

    /// An event within a state.
    private mutating func happened(_ event: HistoryEvent) {
        guard let index = place(of: event) else { return }
        places[event.id] = Place(visit: index, opens: event.type == .parallelStateStarted)
        switch event.details {
        case .functionScheduled(let scheduled):
            begin(index, event, parameters: scheduled.input)
        case .taskScheduled(let scheduled):
            begin(index, event, parameters: scheduled.parameters)
        case .mapStateStarted(let length):
            begin(index, event)
            visits[index].itemCount = length
            visits[index].iterations = .init()
        case .mapRunStarted(let mapRunARN), .mapRunRedriven(let mapRunARN, _):
            visits[index].mapRunARN = mapRunARN
        case .output(let output):
            succeed(index, event, output)
        case .taskOutput(_, let output) where event.type == .taskSucceeded:
            succeed(index, event, output)
        case .failure(let failure), .taskFailure(_, let failure), .evaluationFailed(let failure, _, _):
            fail(index, event, failure)
        default:
            marked(index, event)
        }
    }

    /// Events without details.
    private mutating func marked(_ index: Int, _ event: HistoryEvent) {
        switch event.type {
        case .parallelStateStarted:
            begin(index, event)
        case .parallelStateSucceeded, .mapStateSucceeded, .mapRunSucceeded:
            close(index, at: event.timestamp) { _ in }
        case .parallelStateFailed, .mapStateFailed, .mapRunAborted:
            fail(index, event, nil)
        case .taskStateAborted, .waitStateAborted, .parallelStateAborted, .mapStateAborted:
            end(index, .aborted, at: event.timestamp, inside: .aborted)
        default:
            break
        }
    }

    private func place(of event: HistoryEvent) -> Int? {
        let type = event.type
        switch type {
        case .parallelStateStarted, .parallelStateSucceeded, .parallelStateFailed:
            return climb(from: event.previousEventID) { $0.type == .parallel && $0.status == .running }
        case .mapStateStarted, .mapStateSucceeded, .mapStateFailed, .mapRunStarted, .mapRunSucceeded, .mapRunFailed,
            .mapRunAborted, .mapRunRedriven:
            return climb(from: event.previousEventID) { $0.type == .map }
        case .taskStateAborted, .waitStateAborted, .parallelStateAborted, .mapStateAborted:
            // It follows on what caused it, not on what it ends, and has no name.
            let name = type.rawValue
            return visits.firstIndex {
                ($0.status == .running || $0.status == .failed) && $0.container != nil && $0.endedAt == nil
                    && name.hasPrefix($0.type.rawValue)
            }
        case .evaluationFailed:
            guard case .evaluationFailed(_, _, let state) = event.details else { return nil }
            let isRunning = { (visit: StateVisit) in visit.name == state && visit.status == .running }
            // A state that has only been entered has no event yet that this could follow on.
            return climb(from: event.previousEventID, isRunning) ?? visits.lastIndex(where: isRunning)
                ?? visits.lastIndex { $0.name == state }
        default:
            return places[event.previousEventID]?.visit
        }
    }

    // MARK: Attempts

    private mutating func begin(_ index: Int, _ event: HistoryEvent, parameters: JSONValue? = nil) {
        visits[index].status = .running
        visits[index].endedAt = nil
        visits[index].attempts.append(
            .init(eventID: event.id, startedAt: event.timestamp, parameters: parameters)
        )
    }

    private mutating func close(
        _ index: Int,
        at time: Timestamp,
        _ change: (inout StateVisit.Attempt) -> Void
    ) {
        guard let last = visits[index].attempts.indices.last else { return }
        visits[index].attempts[last].endedAt = time
        change(&visits[index].attempts[last])
    }

    private mutating func succeed(_ index: Int, _ event: HistoryEvent, _ output: JSONValue) {
        visits[index].failure = nil
        close(index, at: event.timestamp) { $0.result = output }
    }

    private mutating func fail(_ index: Int, _ event: HistoryEvent, _ failure: ErrorOutput?) {
        visits[index].status = .failed
        if let failure { visits[index].failure = failure }
        close(index, at: event.timestamp) { $0.failure = failure ?? $0.failure }
        endInside(index, .aborted, at: event.timestamp) { _ in true }
    }

    // MARK: The execution

    private mutating func ended(_ event: HistoryEvent) {
        let index: Int?
        switch event.details {
        case .output(let output):
            (status, self.output, index) = (.succeeded, output, nil)
        case .failure(let failure):
            self.failure = failure
            switch event.type {
            case .executionAborted: (status, index) = (.aborted, outermost)
            case .executionTimedOut: (status, index) = (.timedOut, outermost)
            default: (status, index) = (.failed, outermost)
            }
        default:
            index = nil
        }
        if let index { places[event.id] = Place(visit: index) }
        let failing = status == .failed ? index : nil
        for visit in visits.indices where visits[visit].endedAt == nil {
            if visit == failing {
                visits[visit].status = .failed
                visits[visit].failure = visits[visit].failure ?? failure
            } else if visits[visit].status == .running {
                visits[visit].status = status == .timedOut ? .timedOut : .aborted
            }
            visits[visit].endedAt = event.timestamp
        }
    }

    private mutating func redriven(_ event: HistoryEvent) {
        status = .running
        failure = nil
        guard let index = outermost else { return }
        places[event.id] = Place(visit: index)
        visits[index].status = .running
        visits[index].endedAt = nil
        visits[index].failure = nil
    }
}

extension HistoryEventType {
    /// Whether an execution is over with an event of the type.
    public var endsExecution: Bool {
        switch self {
        case .executionSucceeded, .executionFailed, .executionAborted, .executionTimedOut: true
        default: false
        }
    }
}
