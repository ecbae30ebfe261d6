// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// What tasks and Map Runs answered in a recorded execution, by the place where they were asked.
struct RecordedAnswers: Sendable {
    /// A state, and the iterations and branches it is in.
    struct Place: Sendable, Hashable {
        let path: [String]
        let state: String
    }

    /// Something that happened at a recorded moment.
    struct Moment<Value: Sendable>: Sendable {
        let eventID: Int
        let time: Timestamp
        let value: Value
    }

    /// The record of one attempt of a Task state.
    struct TaskAnswer: Sendable {
        var started: Moment<String?>?
        var submitted: Moment<JSONValue>?
        /// nil for a task that was in flight when the execution ended.
        var end: Moment<TaskOutcome>?
    }

    /// How a Map Run ended: with the output of its Map state, or with an error.
    enum MapRunEnd: Sendable {
        case succeeded(output: JSONValue)
        case failed(ErrorOutput)
        /// With the error of an expression, which has an event of its own before the end.
        case failedEvaluation(ErrorOutput, location: String?)
    }

    private(set) var tasks: [Place: [TaskAnswer]] = [:]
    private(set) var mapRuns: [Place: [Moment<MapRunEnd>]] = [:]
    /// The expressions that failed since a Map Run was begun, until its end.
    private var evaluations: [Place: MapRunEnd] = [:]

    init(_ events: [HistoryEvent]) {
        var state = GraphState()
        for event in events {
            state.append(event)
            guard let visit = state.visit(ofEvent: event.id) else { continue }
            note(event, at: Place(path: state.path(of: visit), state: visit.name), visit)
        }
    }

    private mutating func note(_ event: HistoryEvent, at place: Place, _ visit: StateVisit) {
        func moment<Value: Sendable>(_ value: Value) -> Moment<Value> {
            Moment(eventID: event.id, time: event.timestamp, value: value)
        }
        switch (event.type, event.details) {
        case (_, .taskScheduled), (_, .functionScheduled):
            tasks[place, default: []].append(TaskAnswer())
        case (.activityStarted, .activityStarted(let workerName)):
            update(place) { $0.started = moment(workerName) }
        case (.taskStarted, _), (.lambdaFunctionStarted, _):
            update(place) { $0.started = moment(nil) }
        case (.taskSubmitted, .taskOutput(_, let output)):
            update(place) { $0.submitted = moment(output) }
        case (.taskSucceeded, .taskOutput(_, let output)), (.lambdaFunctionSucceeded, .output(let output)),
            (.activitySucceeded, .output(let output)):
            update(place) { $0.end = moment(.succeeded(output)) }
        case (.taskTimedOut, _), (.lambdaFunctionTimedOut, _), (.activityTimedOut, _):
            update(place) { $0.end = moment(.timedOut) }
        case (_, .mapRunStarted), (_, .mapRunRedriven):
            evaluations[place] = nil
        case (.mapRunFailed, .failure(let failure)):
            let end = evaluations.removeValue(forKey: place) ?? .failed(failure)
            mapRuns[place, default: []].append(moment(end))
        case (_, .evaluationFailed(let failure, let location, _)) where visit.mapRunARN != nil:
            evaluations[place] = .failedEvaluation(failure, location: location)
        case (_, .taskFailure(_, let failure)):
            update(place) { $0.end = moment(.failed(failure)) }
        case (_, .failure(let failure)) where visit.type == .task && !event.type.endsExecution:
            update(place) { $0.end = moment(.failed(failure)) }
        case (.mapStateExited, .stateExited(_, let output, _)) where visit.mapRunARN != nil && visit.status != .caught:
            mapRuns[place, default: []].append(moment(.succeeded(output: output)))
        default:
            break
        }
    }

    private mutating func update(_ place: Place, _ change: (inout TaskAnswer) -> Void) {
        guard var answers = tasks[place], let last = answers.indices.last else { return }
        change(&answers[last])
        tasks[place] = answers
    }

    /// The record of the next attempt at a place.
    mutating func nextTask(at place: Place) -> TaskAnswer? {
        guard tasks[place]?.isEmpty == false else { return nil }
        return tasks[place]?.removeFirst()
    }

    /// The record of the next Map Run at a place.
    mutating func nextMapRun(at place: Place) -> Moment<MapRunEnd>? {
        guard mapRuns[place]?.isEmpty == false else { return nil }
        return mapRuns[place]?.removeFirst()
    }
}
