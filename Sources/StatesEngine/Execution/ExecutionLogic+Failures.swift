// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExecutionLogic {
    /// Goes on after a failure that the engine found itself.
    mutating func recover(_ strand: inout Strand, from failure: StateFailure) -> StepResult {
        let place =
            "An error occurred while executing the state '\(strand.current.name)'"
            + " (entered at the event id #\(strand.enteredEventID)). "
        let output = ErrorOutput(
            error: failure.error,
            cause: failure.namesState ? place + failure.message : failure.message
        )
        if failure.isEvaluation {
            strand.lastEventID = recorder.record(
                .evaluationFailed,
                after: strand.lastEventID,
                .evaluationFailed(output, location: failure.location, state: strand.current.name)
            )
        }
        return recover(&strand, from: Failure(output: output, origin: .engine))
    }

    /// Tries again, goes where a catcher leads, or gives up.
    ///
    /// `closing` is the event that ends a Parallel or Map state that is not tried again.
    mutating func recover(
        _ strand: inout Strand,
        from failure: Failure,
        closing: HistoryEventType? = nil
    ) -> StepResult {
        strand.activity = .none
        let state = strand.current
        if let delay = strand.retries.delay(after: failure, retriers: state.retriers, generator: &generator) {
            strand.activity = .retrying(startTimer(.retry(strand.id), after: delay))
            return .blocked
        }
        if let closing { strand.lastEventID = recorder.record(closing, after: strand.lastEventID) }
        guard let catcher = state.catchers.first(where: { failure.matches($0.errorEquals) }) else {
            return .failed(failure)
        }
        do throws(StateFailure) {
            let error = failure.output.json
            let assigned = try assign(catcher.output.assign, &strand, error)
            let output = try place(error, catcher.output.resultPath, in: strand.input)
            return exit(&strand, output: output, assigned: assigned, to: .next(catcher.target))
        } catch {
            // A catcher that fails itself is not caught by another one of the same state.
            return .failed(Failure(output: ErrorOutput(error: error.error, cause: error.message), origin: .engine))
        }
    }

    /// Stops the execution; AWS records the end alone, following on nothing.
    mutating func stop(_ reason: ErrorOutput) {
        recorder.record(.executionAborted, after: 0, .failure(reason), isLast: true)
        keepForRedrive(nil)
        finish(.aborted(reason))
    }

    mutating func executionTimedOut() {
        let failure = ErrorOutput(error: "States.Timeout")
        recorder.record(.executionTimedOut, after: recorder.lastEventID, .failure(failure), isLast: true)
        keepForRedrive(nil)
        finish(.timedOut(failure))
    }
}
