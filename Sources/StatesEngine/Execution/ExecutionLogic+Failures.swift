// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension ExecutionLogic {
    /// Goes on after a failure that the engine found itself.
    mutating func recover(_ strand: inout Strand, from failure: StateFailure) -> StepResult {
        let closing: HistoryEventType? = failure.closesMap ? .mapStateFailed : nil
        return recover(&strand, from: told(failure, by: &strand), closing: closing)
    }

    /// A failure that the engine found itself, with the place in its cause and, for JSONata, in the history.
    mutating func told(_ failure: StateFailure, by strand: inout Strand) -> Failure {
        let place =
            "An error occurred while executing the state '\(strand.current.name)'"
            + " (entered at the event id #\(strand.enteredEventID)). "
        let output = ErrorOutput(
            error: failure.error,
            cause: failure.namesState ? place + failure.message : failure.message
        )
        if failure.isEvaluation { recordEvaluationFailure(output, location: failure.location, of: &strand) }
        return Failure(output: output, origin: .engine)
    }

    mutating func recordEvaluationFailure(_ failure: ErrorOutput, location: String?, of strand: inout Strand) {
        // AWS lets it follow on what the state itself followed on, until the state has done something.
        let hasOnlyEntered = strand.lastEventID == strand.enteredEventID
        strand.lastEventID = recorder.record(
            .evaluationFailed,
            after: hasOnlyEntered ? strand.enteredAfterEventID : strand.lastEventID,
            .evaluationFailed(failure, location: location, state: strand.current.name)
        )
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
        let retrier = state.retriers.firstIndex { failure.matches($0.errorEquals) }
        let delay = retrier.flatMap { strand.retries.delay(of: $0, state.retriers[$0], generator: &generator) }
        if let delay {
            strand.activity = .retrying(startTimer(.retry(strand.id), after: delay))
            return .blocked
        }
        if let closing { strand.lastEventID = recorder.record(closing, after: strand.lastEventID) }
        guard let index = state.catchers.firstIndex(where: { failure.matches($0.errorEquals) }) else {
            return .failed(failure)
        }
        let catcher = state.catchers[index]
        do throws(StateFailure) {
            let shaped = try shape(failure.output.json, caughtBy: catcher, &strand)
            return exit(&strand, output: shaped.output, assigned: shaped.assigned, to: .next(catcher.target))
        } catch {
            // A catcher that fails itself is not caught by another one of the same state.
            return .failed(told(error, by: &strand))
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
