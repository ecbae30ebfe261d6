// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A state and its name: a line of a workflow that is written in Swift.
///
///     StateMachineDefinition {
///         Step("List", TaskState(resource: "arn:aws:states:::lambda:invoke"))
///             .retry(Retrier(errorEquals: ["States.Timeout"]))
///             .catch("States.ALL", at: "$.error", goTo: "Failed")
///         Step("Done", SucceedState())
///         Step("Failed", FailState(causePath: "$.error.Cause"))
///     }
///
/// A step that does not say where it goes on goes on with the next one, the last one ends.
public struct Step: Sendable, Hashable {
    /// The state's name.
    public let name: String
    /// The state.
    public var state: State

    /// A state under a name.
    public init(_ name: String, _ state: some StateConvertible) {
        self.name = name
        self.state = state.state
    }
}

extension Step {
    /// Goes on with that state, and not with the one written below.
    public func next(_ target: String) -> Step {
        changing("Next") { (state: inout any TransitioningState) in state.next = target }
    }

    /// Ends the workflow, the branch or the iteration here.
    public func end() -> Step {
        changing("End") { (state: inout any TransitioningState) in state.end = true }
    }

    /// Tries again after errors; retriers are tried in the order in which they are added.
    public func retry(_ retriers: Retrier...) -> Step {
        changing("Retry") { (state: inout any RetryingState) in
            state.retry = (state.retry ?? []) + retriers
        }
    }

    /// Goes on elsewhere after these errors; catchers are tried in the order in which they are added.
    public func `catch`(_ errors: String..., at resultPath: PathField? = nil, goTo target: String) -> Step {
        changing("Catch") { (state: inout any RetryingState) in
            let catcher = Catcher(errorEquals: errors, resultPath: resultPath, next: target)
            state.catch = (state.catch ?? []) + [catcher]
        }
    }

    /// Sets variables.
    public func assign(_ variables: JSONObject) -> Step {
        changing("Assign") { (state: inout any AssigningState) in state.assign = .object(variables) }
    }

    private func changing<Kind>(_ field: String, _ change: (inout Kind) -> Void) -> Step {
        guard var object = state.object as? Kind else {
            preconditionFailure("'\(name)' is a \(state.type.rawValue) state, which has no field '\(field)'")
        }
        change(&object)
        var step = self
        if let changed = object as? any StateConvertible { step.state = changed.state }
        return step
    }
}

/// One of the eight types of state, or a state of any.
public protocol StateConvertible: Sendable {
    /// The state.
    var state: State { get }
}

extension State: StateConvertible {
    /// The state itself.
    public var state: State { self }
}

extension TaskState: StateConvertible {
    /// As one of the eight.
    public var state: State { .task(self) }
}

extension PassState: StateConvertible {
    /// As one of the eight.
    public var state: State { .pass(self) }
}

extension WaitState: StateConvertible {
    /// As one of the eight.
    public var state: State { .wait(self) }
}

extension ChoiceState: StateConvertible {
    /// As one of the eight.
    public var state: State { .choice(self) }
}

extension SucceedState: StateConvertible {
    /// As one of the eight.
    public var state: State { .succeed(self) }
}

extension FailState: StateConvertible {
    /// As one of the eight.
    public var state: State { .fail(self) }
}

extension ParallelState: StateConvertible {
    /// As one of the eight.
    public var state: State { .parallel(self) }
}

extension MapState: StateConvertible {
    /// As one of the eight.
    public var state: State { .map(self) }
}
