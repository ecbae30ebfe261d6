// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine

/// A task that a mock answers.
///
/// Nothing is called, but the history reads as if it were.
struct MockedTask {
    let service: StepFunctionsService
    let task: TaskRequest

    func run(_ answer: MockConfiguration.Answer, report: @Sendable (TaskProgress) -> Void) -> TaskOutcome {
        report(.started(workerName: nil))
        let outcome = Self.outcome(answer)
        guard case .service(_, let pattern) = task.integration, pattern != .requestResponse else { return outcome }
        // What a mocked call answers before its job or its callback ends is not part of the format.
        report(.submitted([:]))
        return outcome
    }

    private static func outcome(_ answer: MockConfiguration.Answer) -> TaskOutcome {
        switch answer {
        case .returns(let result): .succeeded(result)
        case .fails(let failure) where failure.error == "States.Timeout" && failure.cause == nil: .timedOut
        case .fails(let failure): .failed(failure)
        }
    }
}
