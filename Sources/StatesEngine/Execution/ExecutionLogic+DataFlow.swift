// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// What expressions of the current state can refer to.
    func scope(_ strand: Strand, input: JSONValue, taskToken: String? = nil) -> EvaluationScope {
        let isTask = strand.current.type == .task
        return EvaluationScope(
            input: input,
            context: ContextObject(
                execution: ContextObject.execution(record, startTime: startTime, redriveCount: redriveCount),
                stateName: strand.current.name,
                enteredTime: strand.enteredAt,
                retryCount: isTask ? strand.retries.count : nil,
                taskToken: taskToken,
                mapItem: strand.mapItem
            ),
            variables: strand.variables,
            generator: generator
        )
    }

    /// A template's value with that as `$`.
    mutating func evaluate(
        _ template: Template,
        _ strand: inout Strand,
        _ input: JSONValue,
        taskToken: String? = nil
    ) throws(StateFailure) -> JSONValue {
        var scope = scope(strand, input: input, taskToken: taskToken)
        defer { generator = scope.generator }
        return try template.evaluate(in: &scope)
    }

    /// The input after `InputPath` and `Parameters`.
    mutating func effectiveInput(
        _ strand: inout Strand,
        taskToken: String? = nil
    ) throws(StateFailure) -> JSONValue {
        let filtered = try filter(strand.current.input.path, strand.input, strand)
        guard let parameters = strand.current.input.parameters else { return filtered }
        return try evaluate(parameters, &strand, filtered, taskToken: taskToken)
    }

    /// What a path field lets through; `$` when nil.
    func filter(_ path: PathFilter?, _ value: JSONValue, _ strand: Strand) throws(StateFailure) -> JSONValue {
        switch path {
        case nil: return value
        case .empty?: return [:]
        case .path(let path)?:
            do {
                return try path.evaluate(in: scope(strand, input: value))
            } catch {
                throw .runtime("Invalid path '\(path.text)' : \(error.message)")
            }
        }
    }

    /// Shapes the state's result into its output, writes its exit, and goes on where it leads.
    mutating func complete(
        _ strand: inout Strand,
        result raw: JSONValue,
        assigning ruleAssign: [AssignedVariable]? = nil,
        to transition: PreparedState.Transition? = nil
    ) throws(StateFailure) -> StepResult {
        let shape = strand.current.output
        var result = raw
        if let selector = shape.selector { result = try evaluate(selector, &strand, result) }
        let assigned = try assign(ruleAssign ?? shape.assign, &strand, result)
        let placed = try place(result, shape.resultPath, in: strand.input)
        let output = try filter(shape.path, placed, strand)
        try checkSize(output, place: strand.current.name)
        return exit(&strand, output: output, assigned: assigned, to: transition ?? strand.current.transition)
    }

    func place(
        _ result: JSONValue,
        _ placement: ResultPlacement?,
        in input: JSONValue
    ) throws(StateFailure) -> JSONValue {
        switch placement {
        case nil: result
        case .discard?: input
        case .path(let path)?: try path.placing(result, in: input)
        }
    }

    /// The variables that the state sets; all values are computed before any is set.
    mutating func assign(
        _ variables: [AssignedVariable],
        _ strand: inout Strand,
        _ input: JSONValue
    ) throws(StateFailure) -> JSONObject {
        var assigned = JSONObject()
        for variable in variables {
            assigned[variable.name] = try evaluate(variable.value, &strand, input)
        }
        return assigned
    }

    /// Writes the exit of the current state and moves on.
    mutating func exit(
        _ strand: inout Strand,
        output: JSONValue,
        assigned: JSONObject,
        to transition: PreparedState.Transition
    ) -> StepResult {
        strand.lastEventID = recorder.record(
            strand.current.type.exitedEvent,
            after: strand.lastEventID,
            .stateExited(name: strand.current.name, output: output, assignedVariables: assigned)
        )
        for (name, value) in assigned { strand.variables[name] = value }
        strand.activity = .none
        switch transition {
        case .end:
            return .ended(output)
        case .next(let state):
            strand.state = state
            strand.input = output
            return .enter
        }
    }

    func checkSize(_ value: JSONValue, place: String) throws(StateFailure) {
        if let limit = record.limits.payloadBytes, value.isLonger(than: limit) { throw .dataLimit(place) }
    }
}
