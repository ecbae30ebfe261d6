// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// What expressions of the current state can refer to.
    func scope(_ strand: Strand, input: JSONValue, taskToken: String? = nil) -> EvaluationScope {
        EvaluationScope(
            input: input,
            context: ContextObject(
                record: record,
                startTime: startTime,
                redriveCount: redriveCount,
                stateName: strand.current.name,
                enteredTime: strand.enteredAt,
                retryCount: strand.current.type.canRetry ? strand.retries.count : nil,
                taskToken: taskToken,
                mapItem: strand.mapItem,
                substitute: record.contextObject.map(JSONValue.object)
            ),
            variables: strand.variables,
            states: EvaluationScope.StatesBinding(input: strand.input),
            now: recorder.now,
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
        let filtered = try filteredInput(strand)
        guard let parameters = strand.current.input.parameters else { return filtered }
        return try evaluate(parameters, &strand, filtered, taskToken: taskToken)
    }

    /// The input after `InputPath`.
    func filteredInput(_ strand: Strand) throws(StateFailure) -> JSONValue {
        try filter(strand.current.input.path, strand.input, strand)
    }

    /// What a path field lets through; `$` when nil.
    func filter(_ path: PathFilter?, _ value: JSONValue, _ strand: Strand) throws(StateFailure) -> JSONValue {
        switch path {
        case nil: return value
        case .empty?: return [:]
        case .path(let path)?:
            do {
                if case .input = path.root { return try path.evaluate(from: value) }
                return try path.evaluate(in: scope(strand, input: value))
            } catch {
                throw .runtime("Invalid path '\(path.text)' : \(error.message)")
            }
        }
    }

    /// Shapes the state's result into its output, writes its exit, and goes on where it leads.
    ///
    /// A rule of a Choice state brings its own assignments and output.
    mutating func complete(
        _ strand: inout Strand,
        result: JSONValue,
        rule: PreparedChoice? = nil,
        to transition: PreparedState.Transition? = nil
    ) throws(StateFailure) -> StepResult {
        let shaped =
            strand.current.language == .jsonata
            ? try shapeByExpressions(&strand, result, rule) : try shapeByPaths(&strand, result, rule)
        try checkSize(shaped.output, place: strand.current.name)
        let transition = transition ?? rule.map { .next($0.target) } ?? strand.current.transition
        return exit(&strand, output: shaped.output, assigned: shaped.assigned, to: transition)
    }

    private mutating func shapeByPaths(
        _ strand: inout Strand,
        _ raw: JSONValue,
        _ rule: PreparedChoice?
    ) throws(StateFailure) -> (output: JSONValue, assigned: JSONObject) {
        let shape = strand.current.output
        var result = raw
        if let selector = shape.selector { result = try evaluate(selector, &strand, result) }
        let assigned = try assign(rule?.assign ?? shape.assign, &strand, result)
        let placed = try place(result, shape.resultPath, in: strand.input)
        return (try filter(shape.path, placed, strand), assigned)
    }

    private mutating func shapeByExpressions(
        _ strand: inout Strand,
        _ result: JSONValue,
        _ rule: PreparedChoice?
    ) throws(StateFailure) -> (output: JSONValue, assigned: JSONObject) {
        let shape = strand.current.output
        var scope = scope(strand, input: strand.input)
        defer { generator = scope.generator }
        if strand.current.type.canRetry { scope.states.result = result }
        let assigned = try assign(rule?.assign ?? shape.assign, in: &scope)
        guard let template = rule?.output ?? shape.output else { return (result, assigned) }
        return (try template.evaluate(in: &scope), assigned)
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
    private mutating func assign(
        _ variables: [AssignedVariable],
        _ strand: inout Strand,
        _ input: JSONValue
    ) throws(StateFailure) -> JSONObject {
        guard !variables.isEmpty else { return [:] }
        var scope = scope(strand, input: input)
        defer { generator = scope.generator }
        return try assign(variables, in: &scope)
    }

    /// The values of the variables.
    ///
    /// - Throws: ``StateFailure``, also when they are larger together than one field may assign:
    ///   <https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html>
    private func assign(
        _ variables: [AssignedVariable],
        in scope: inout EvaluationScope
    ) throws(StateFailure) -> JSONObject {
        var assigned = JSONObject()
        for variable in variables {
            assigned[variable.name] = try variable.value.evaluate(in: &scope)
        }
        try checkSize(.object(assigned), place: scope.context.stateName)
        return assigned
    }

    /// What a catcher makes of an error.
    mutating func shape(
        _ error: JSONValue,
        caughtBy catcher: PreparedCatcher,
        _ strand: inout Strand
    ) throws(StateFailure) -> (output: JSONValue, assigned: JSONObject) {
        guard strand.current.language == .jsonata else {
            let assigned = try assign(catcher.output.assign, &strand, error)
            return (try place(error, catcher.output.resultPath, in: strand.input), assigned)
        }
        var scope = scope(strand, input: strand.input)
        defer { generator = scope.generator }
        scope.states.errorOutput = error
        let assigned = try assign(catcher.output.assign, in: &scope)
        return (try catcher.output.output?.evaluate(in: &scope) ?? error, assigned)
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
