// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// A state machine, a branch or an item processor, ready to run: states are known by their place.
final class PreparedGraph: Sendable {
    let states: [PreparedState]
    let start: Int

    init(states: [PreparedState], start: Int) {
        self.states = states
        self.start = start
    }
}

/// A state with everything resolved that does not depend on data.
struct PreparedState: Sendable {
    let name: String
    let type: StateType
    let language: QueryLanguage
    let input: InputShape
    let output: OutputShape
    let retriers: [Retrier]
    let catchers: [PreparedCatcher]
    let transition: Transition
    let kind: Kind

    /// Where a state leads.
    enum Transition: Sendable, Hashable {
        case next(Int)
        case end
    }

    /// What is special about a type of state.
    enum Kind: Sendable {
        case pass(result: JSONValue?)
        case task(PreparedTask)
        case choice([PreparedChoice], default: Int?)
        case wait(PreparedWait)
        case succeed
        case fail(error: Template?, cause: Template?)
        case parallel([PreparedGraph])
        case map(PreparedMap)
    }
}

/// What a state sees of its input.
struct InputShape: Sendable {
    /// `InputPath`; nil for `$`.
    var path: PathFilter?
    /// `Parameters`, or `Arguments` of JSONata.
    var parameters: Template?
}

/// What leaves a state, and what it remembers.
struct OutputShape: Sendable {
    /// `ResultSelector`.
    var selector: Template?
    /// `ResultPath`; nil for `$`.
    var resultPath: ResultPlacement?
    /// `OutputPath`; nil for `$`.
    var path: PathFilter?
    /// `Output` of JSONata.
    var output: Template?
    /// `Assign`.
    var assign: [AssignedVariable] = []
}

/// One variable that a state sets.
struct AssignedVariable: Sendable {
    let name: String
    let value: Template
}

/// `InputPath`, `OutputPath`, `ItemsPath`: a path or the `null` that stands for `{}`.
enum PathFilter: Sendable {
    case empty
    case path(JSONPathExpression)
}

/// `ResultPath`: the `null` that drops the result, or a reference path into the input.
enum ResultPlacement: Sendable {
    case discard
    case path(ReferencePath)
}

/// A catcher with its target resolved.
struct PreparedCatcher: Sendable {
    let errorEquals: [String]
    let target: Int
    let output: OutputShape
}

/// A rule of a Choice state.
struct PreparedChoice: Sendable {
    let condition: Condition
    let target: Int
    let assign: [AssignedVariable]
    let output: Template?

    indirect enum Condition: Sendable {
        case and([Condition])
        case or([Condition])
        case not(Condition)
        case comparison(ComparisonOperator, variable: JSONPathExpression, operand: Operand)
        case jsonata(JSONataTemplate, field: String)
    }

    enum Operand: Sendable {
        case value(JSONValue)
        case path(JSONPathExpression)
    }
}

/// What is special about a Task state.
struct PreparedTask: Sendable {
    let resource: String
    let integration: TaskIntegration
    let timeout: DynamicNumber?
    let heartbeat: DynamicNumber?
    let credentials: Template?
}

/// What is special about a Wait state.
enum PreparedWait: Sendable {
    case seconds(Int)
    case secondsPath(JSONPathExpression)
    case timestamp(Timestamp)
    case timestampPath(JSONPathExpression)
    case secondsExpression(JSONataTemplate)
    case timestampExpression(JSONataTemplate)
}

/// A number that stands in the definition, or comes from data.
enum DynamicNumber: Sendable {
    case literal(JSONNumber)
    /// A reference path; the field is named in errors.
    case path(JSONPathExpression, field: String)
    /// A JSONata expression; the field is named in errors.
    case expression(JSONataTemplate, field: String)
}

/// What is special about a Map state.
struct PreparedMap: Sendable {
    let itemsPath: PathFilter?
    /// `Items` of JSONata.
    let items: Template?
    let reader: PreparedReader?
    let itemSelector: Template?
    let batcher: PreparedBatcher?
    let maxConcurrency: DynamicNumber?
    let toleratedFailureCount: DynamicNumber?
    let toleratedFailurePercentage: DynamicNumber?
    let label: String?
    let processor: PreparedGraph
    let isDistributed: Bool
    let childType: ExecutionIdentity.WorkflowType
    let writer: PreparedWriter?
}

/// Where a distributed Map reads its items.
struct PreparedReader: Sendable {
    let resource: String
    let parameters: Template?
    let maxItems: DynamicNumber?
    /// `ReaderConfig` without its dynamic parts.
    let configuration: JSONValue
}

/// How a distributed Map groups its items.
struct PreparedBatcher: Sendable {
    let batchInput: Template?
    let maxItems: DynamicNumber?
    let maxBytes: DynamicNumber?
}

/// Where a distributed Map writes its results.
struct PreparedWriter: Sendable {
    let resource: String?
    let parameters: Template?
    let configuration: JSONValue?
}
