// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// Runs one state by the engine, in a state machine made for it, and tells what came of it.
///
/// The states it leads to are there in name only: each succeeds at once.
struct StateRun {
    /// What the state is run with.
    struct Surroundings {
        let input: JSONValue
        let variables: JSONObject
        let context: JSONObject
        var limits: ExecutionLimits
        /// Of what is random in the state; the same in all runs that belong to one test.
        let seed: UInt64
    }

    private var logic: ExecutionLogic
    private var now = Timestamp.now
    private var commands: [ExecutionCommand] = []

    /// The events of the execution.
    private(set) var events: [HistoryEvent] = []

    /// Marks the states that stand for others, which may share the tested state's name.
    private static let targetPrefix = "to "

    /// - Throws: `InvalidDefinition` when the engine cannot run the state.
    init(_ state: JSONObject, in surroundings: Surroundings) throws(APIError) {
        let machine: ExecutableStateMachine
        do {
            machine = try ExecutableStateMachine(definition: Self.machine(around: state))
        } catch {
            throw .invalidDefinition(Diagnostic.schema("\(error)").sentence)
        }
        let arn = "arn:aws:states:us-east-1:123456789012:stateMachine:\(StateUnderTest.name)"
        let identity = ExecutionIdentity(
            stateMachineARN: arn,
            name: StateUnderTest.name,
            roleARN: "",
            workflowType: .express
        )
        var record = ExecutionRecord(
            identity: identity,
            input: surroundings.input,
            seed: surroundings.seed,
            limits: surroundings.limits
        )
        record.contextObject = surroundings.context
        record.variables = surroundings.variables
        logic = ExecutionLogic(machine: machine, record: record)
        take(.started)
        while let timer = waitTimer { take(.timerFired(timer)) }
    }

    private static func machine(around state: JSONObject) -> JSONValue {
        var state = state
        var targets: [String] = []
        redirect(&state, &targets)
        var states: JSONObject = [StateUnderTest.name: .object(state)]
        for target in targets { states[target] = ["Type": "Succeed"] }
        return ["StartAt": .string(StateUnderTest.name), "States": .object(states)]
    }

    /// Leads the state's transitions to states that only stand for their targets.
    private static func redirect(_ rule: inout JSONObject, _ targets: inout [String]) {
        for field in ["Next", "Default"] {
            guard let target = rule[field]?.string else { continue }
            rule[field] = .string(targetPrefix + target)
            targets.append(targetPrefix + target)
        }
        for field in ["Choices", "Catch"] {
            guard let rules = rule[field]?.array else { continue }
            rule[field] = .array(
                rules.map { rule in
                    guard var rule = rule.object else { return rule }
                    redirect(&rule, &targets)
                    return .object(rule)
                }
            )
        }
    }

    // MARK: Going on

    /// The task that waits for an answer.
    var task: TaskRequest? {
        for case .scheduleTask(let request) in logic.outstandingCommands { return request }
        return nil
    }

    /// The inputs of the child executions that run, of a distributed Map.
    var childInputs: [JSONValue] {
        logic.outstandingCommands.compactMap { command in
            if case .startChild(let request) = command { request.input } else { nil }
        }
    }

    /// The delay before the next attempt, in seconds, and the timer that ends it.
    var retry: (timer: TimerID, seconds: Int)? {
        guard task == nil, case .startTimer(let timer, let deadline)? = logic.outstandingCommands.first else {
            return nil
        }
        let milliseconds = deadline.millisecondsSinceEpoch - now.millisecondsSinceEpoch
        return (timer, Int((Double(milliseconds) / 1000).rounded()))
    }

    private var waitTimer: TimerID? {
        guard events.last?.type == .waitStateEntered else { return nil }
        return retry?.timer
    }

    mutating func answer(_ outcome: TaskOutcome) {
        if let task { take(.taskEnded(task.id, outcome)) }
    }

    mutating func retryNow() {
        if let retry { take(.timerFired(retry.timer)) }
    }

    private mutating func take(_ event: ExecutionEvent) {
        events += logic.receive(event, at: now).compactMap(\.historyEvent)
    }

    // MARK: What came of it

    /// What left the state, and the variables it assigned.
    var exit: (output: JSONValue, assigned: JSONObject)? {
        for event in events {
            if case .stateExited(StateUnderTest.name, let output, let assigned) = event.details {
                return (output, assigned)
            }
        }
        return nil
    }

    /// The state that was entered after the tested one.
    var nextState: String? {
        for event in events {
            guard case .stateEntered(let name, _) = event.details, name.hasPrefix(Self.targetPrefix) else { continue }
            return String(name.dropFirst(Self.targetPrefix.count))
        }
        return nil
    }

    func contains(_ type: HistoryEventType) -> Bool { events.contains { $0.type == type } }

    /// The error that ended it all.
    var failure: ErrorOutput? { logic.outcome?.failure }
}
