// SPDX-License-Identifier: Apache-2.0

extension ExecutionLogic {
    /// Keeps the place where the execution ended badly, so that a redrive can go on there.
    ///
    /// - Parameter strand: The strand that failed; nil when the end came from outside.
    mutating func keepForRedrive(_ strand: Strand?) {
        suspended = strand ?? strands.values.first { $0.parent == nil }
    }

    /// Goes on with the state that failed, was stopped or ran out of time, with its input and a fresh count of retries.
    ///
    /// A Parallel or inline Map state begins again as a whole; a Map Run runs only its unsuccessful children again.
    mutating func redrive() {
        guard let ended = outcome, ended.output == nil, var strand = suspended else { return }
        suspended = nil
        outcome = nil
        redriveCount += 1
        if let timeoutSeconds = machine.timeoutSeconds { startTimer(.execution, after: Double(timeoutSeconds)) }
        strand.lastEventID = recorder.record(
            .executionRedriven,
            after: recorder.lastEventID,
            .executionRedriven(redriveCount: redriveCount)
        )
        strand.retries = RetryLogic()
        strand.activity = .none
        let result = work(on: &strand)
        proceed(strand, after: result)
    }
}
