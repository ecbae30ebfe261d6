// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// Enters the current state, and does what can be done without waiting.
    mutating func enter(_ strand: inout Strand) -> StepResult {
        strand.enteredAfterEventID = strand.lastEventID
        strand.enteredAt = recorder.now
        strand.retries = RetryLogic()
        strand.activity = .none
        strand.enteredEventID = recorder.record(
            strand.current.type.enteredEvent,
            after: strand.lastEventID,
            .stateEntered(name: strand.current.name, input: strand.input)
        )
        strand.lastEventID = strand.enteredEventID
        return work(on: &strand)
    }

    /// Does the work of the current state, for the first time or again.
    mutating func work(on strand: inout Strand) -> StepResult {
        strand.interruption = nil
        do throws(StateFailure) {
            return try attempt(&strand)
        } catch {
            return recover(&strand, from: error)
        }
    }

    private mutating func attempt(_ strand: inout Strand) throws(StateFailure) -> StepResult {
        switch strand.current.kind {
        case .pass(let result?):
            return try complete(&strand, result: result)
        case .pass(nil):
            return try complete(&strand, result: try effectiveInput(&strand))
        case .succeed:
            return try complete(&strand, result: try effectiveInput(&strand))
        case .fail(let error, let cause):
            return .failed(try failure(&strand, error: error, cause: cause))
        case .choice(let rules, let fallback):
            return try choose(&strand, rules: rules, fallback: fallback)
        case .wait(let wait):
            return try beginWait(&strand, wait)
        case .task(let task):
            return try beginTask(&strand, task)
        case .parallel(let branches):
            return try beginParallel(&strand, branches)
        case .map(let map):
            do throws(StateFailure) {
                return try map.isDistributed ? beginMapRun(&strand, map) : beginMap(&strand, map)
            } catch {
                throw error.closingMap
            }
        }
    }

    private mutating func failure(
        _ strand: inout Strand,
        error: Template?,
        cause: Template?
    ) throws(StateFailure) -> Failure {
        var scope = scope(strand, input: strand.input)
        defer { generator = scope.generator }
        let output = ErrorOutput(
            error: try error.map { template throws(StateFailure) in try Self.text(template, "Error", &scope) },
            cause: try cause.map { template throws(StateFailure) in try Self.text(template, "Cause", &scope) }
        )
        return Failure(output: output, origin: .reported)
    }

    private static func text(
        _ template: Template,
        _ field: String,
        _ scope: inout EvaluationScope
    ) throws(StateFailure) -> String {
        let value = try template.evaluate(in: &scope)
        if let text = value.string { return text }
        guard case .jsonata = template else { return value.serialized() }
        throw template.unexpectedType(value, expected: "string", field: field)
    }

    private mutating func choose(
        _ strand: inout Strand,
        rules: [PreparedChoice],
        fallback: Int?
    ) throws(StateFailure) -> StepResult {
        let input = try effectiveInput(&strand)
        var scope = scope(strand, input: input)
        for rule in rules where try rule.condition.holds(in: &scope) {
            return try complete(&strand, result: input, rule: rule)
        }
        guard let fallback else {
            throw StateFailure(
                error: "States.NoChoiceMatched",
                message: "Failed to transition out of the state. The state does not point to a next state."
            )
        }
        return try complete(&strand, result: input, to: .next(fallback))
    }
}
