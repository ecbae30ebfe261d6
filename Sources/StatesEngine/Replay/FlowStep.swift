// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// Something that a definition decides: what is left of a history event without numbers and times.
struct FlowStep: Sendable {
    enum Kind: Sendable, Hashable {
        case entered(type: String)
        case asked(resource: String)
        case failed(error: String)
        case items(Int)
        case left
        case ended(ExecutionStatus, error: String)
    }

    let eventID: Int
    /// The state; empty for the end of the execution.
    let state: String
    let kind: Kind
    /// The input, the parameters or the output.
    let value: JSONValue?
    let variables: JSONObject

    var isFailure: Bool {
        if case .failed = kind { true } else { false }
    }

    /// The steps of a history by strand, so that what runs side by side may come in any order.
    static func byStrand(_ events: [HistoryEvent]) -> [FlowStrand] {
        var state = GraphState()
        var strands: [[String]: Int] = [:]
        var all: [FlowStrand] = []
        for event in events {
            state.append(event)
            let visit = event.type.endsExecution ? nil : state.visit(ofEvent: event.id)
            guard let step = FlowStep(event, visit) else { continue }
            let strand = visit.map { state.path(of: $0) } ?? []
            if let index = strands[strand] {
                all[index].steps.append(step)
            } else {
                strands[strand] = all.count
                all.append(FlowStrand(path: strand, steps: [step]))
            }
        }
        return all
    }

    private init?(_ event: HistoryEvent, _ visit: StateVisit?) {
        eventID = event.id
        state = visit?.name ?? ""
        var value: JSONValue?
        var variables = JSONObject()
        switch event.details {
        case .stateEntered(_, let input):
            kind = .entered(type: visit?.type.rawValue ?? "")
            value = input
        case .stateExited(_, let output, let assigned):
            kind = .left
            value = output
            variables = assigned
        case .functionScheduled(let scheduled):
            kind = .asked(resource: event.type == .activityScheduled ? "an activity" : "a function")
            value = ["Resource": .string(scheduled.resource), "Input": scheduled.input]
        case .taskScheduled(let scheduled):
            kind = .asked(resource: "\(scheduled.resource.resourceType):\(scheduled.resource.resource)")
            value = scheduled.parameters
        case .mapStateStarted(let length):
            kind = .items(length)
        case .output(let output) where event.type.endsExecution:
            kind = .ended(.succeeded, error: "")
            value = output
        case .failure(let failure) where event.type.endsExecution:
            let status: ExecutionStatus =
                switch event.type {
                case .executionAborted: .aborted
                case .executionTimedOut: .timedOut
                default: .failed
                }
            // Causes are for people; of a timeout the engine does not know the words of the service.
            kind = .ended(status, error: failure.error ?? "")
        case .failure(let failure), .taskFailure(_, let failure), .evaluationFailed(let failure, _, _):
            kind = .failed(error: failure.error ?? "")
        default:
            return nil
        }
        self.value = value
        self.variables = variables
    }
}

/// What one iteration or branch decides, or the execution itself, one step after the other.
struct FlowStrand: Sendable {
    /// The iterations and branches; none for the execution itself.
    let path: [String]
    var steps: [FlowStep]

    /// Whether this is another iteration or branch of the same container that failed before.
    ///
    /// The first failure takes the others along. Of those that fail in the same moment the service still tells, of
    /// which a replay, where one thing happens after the other, has nothing to tell.
    func failed(before eventID: Int, beside other: FlowStrand) -> Bool {
        guard let last = steps.last, last.isFailure, last.eventID < eventID, path != other.path else { return false }
        return path.dropLast() == other.path.dropLast() && container == other.container
    }

    /// `Each` of `Each[3]`, `Both` of `Both(Tell)`.
    private var container: Substring? {
        path.last.flatMap { last in last.lastIndex { "[(".contains($0) }.map { last[..<$0] } }
    }
}

extension FlowStep {
    /// The step in words.
    var sentence: String {
        switch kind {
        case .entered(let type): "enters \(state) (\(type))"
        case .asked(let resource): "\(state) calls \(resource)"
        case .failed(let error): "\(state) fails with \(error.isEmpty ? "an error without a name" : error)"
        case .items(let count): "\(state) has \(count) items"
        case .left: "leaves \(state)"
        case .ended(.succeeded, _): "the execution ends, SUCCEEDED"
        case .ended(let status, let error):
            "the execution ends, \(status.rawValue)\(error.isEmpty ? "" : " with \(error)")"
        }
    }
}
