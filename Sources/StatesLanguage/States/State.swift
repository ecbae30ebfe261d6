// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A state of one of the eight types.
/// https://states-language.net/spec.html#statetypes
public indirect enum State: Sendable, Hashable {
    /// Executes a unit of work.
    case task(TaskState)
    /// Waits for some time.
    case wait(WaitState)
    /// Passes its input on, or a fixed result.
    case pass(PassState)
    /// Ends the execution well.
    case succeed(SucceedState)
    /// Ends the execution with an error.
    case fail(FailState)
    /// Decides where to go on.
    case choice(ChoiceState)
    /// Executes branches side by side.
    case parallel(ParallelState)
    /// Executes the same states for each of many items.
    case map(MapState)
}

extension State {
    /// What the state does.
    public var type: StateType {
        switch self {
        case .task: .task
        case .wait: .wait
        case .pass: .pass
        case .succeed: .succeed
        case .fail: .fail
        case .choice: .choice
        case .parallel: .parallel
        case .map: .map
        }
    }

    /// The JSON of the state, members in the order in which they were read, or in the order of the specification.
    public var json: JSONValue { encoded }

    /// The state, whatever its type.
    var object: any StateObject {
        switch self {
        case .task(let state): state
        case .wait(let state): state
        case .pass(let state): state
        case .succeed(let state): state
        case .fail(let state): state
        case .choice(let state): state
        case .parallel(let state): state
        case .map(let state): state
        }
    }
}

extension State: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        guard let members = json.object else {
            context.reportType("Object")
            return nil
        }
        guard let typeName = members["Type"] else {
            context.report(.requiredFields, "These fields are required: [Type]")
            return nil
        }
        guard let type = context.inside(.member("Type"), { StateType(decoding: typeName, in: &$0) }) else { return nil }
        switch type {
        case .task: self = .task(TaskState(decoding: members, in: &context))
        case .wait: self = .wait(WaitState(decoding: members, in: &context))
        case .pass: self = .pass(PassState(decoding: members, in: &context))
        case .succeed: self = .succeed(SucceedState(decoding: members, in: &context))
        case .fail: self = .fail(FailState(decoding: members, in: &context))
        case .choice: self = .choice(ChoiceState(decoding: members, in: &context))
        case .parallel: self = .parallel(ParallelState(decoding: members, in: &context))
        case .map: self = .map(MapState(decoding: members, in: &context))
        }
    }

    var encoded: JSONValue { object.encoded }
}
