// SPDX-License-Identifier: Apache-2.0

import StatesEngine
import Synchronization

/// Gives mocked answers: knows which executions run a test case, and counts the invocations of their states.
final class MockBook: Sendable {
    private let configuration: MockConfiguration?
    private let plays = Mutex<[String: Play]>([:])

    /// One execution of a test case.
    private struct Play {
        let answers: [String: MockConfiguration.MockResponses]
        var invocations: [String: Int] = [:]
    }

    init(_ configuration: MockConfiguration?) {
        self.configuration = configuration
    }

    func begin(_ execution: ExecutionRow, machineName: String) {
        guard let testCase = execution.testCase,
            let answers = configuration?.testCases[machineName]?[testCase]
        else { return }
        plays.withLock { $0[execution.arn] = Play(answers: answers) }
    }

    func end(_ executionARN: String) {
        guard configuration != nil else { return }
        plays.withLock { $0[executionARN] = nil }
    }

    /// The answer to the next invocation of a state, in the name of an execution that runs a test case.
    ///
    /// - Returns: nil when the state is not mocked.
    func nextAnswer(state: String, executionARN: String) -> MockConfiguration.Answer? {
        guard configuration != nil else { return nil }
        return plays.withLock { plays in
            guard let responses = plays[executionARN]?.answers[state] else { return nil }
            let number = plays[executionARN]?.invocations[state] ?? 0
            plays[executionARN]?.invocations[state] = number + 1
            return responses.answer(forInvocation: number)
                ?? .fails(
                    ErrorOutput(
                        error: "States.Runtime",
                        cause: "The mock configuration has no response for invocation \(number) of state \(state)."
                    )
                )
        }
    }
}
