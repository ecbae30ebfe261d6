// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Synchronization

/// Answers the tasks of one execution from a mock configuration, and leaves the others to another runner.
///
/// The n-th entry of a state answers its n-th invocation in the execution, children of Map Runs included.
public final class MockTaskRunner: TaskRunner {
    private let configuration: MockConfiguration
    private let stateMachineName: String
    private let testCase: String
    private let fallback: any TaskRunner
    private let invocations = Mutex<[String: Int]>([:])

    /// A runner for one execution of a test case.
    ///
    /// - Parameters:
    ///   - configuration: What tasks answer.
    ///   - stateMachineName: The state machine whose test cases count.
    ///   - testCase: The test case, as named behind `#` in StartExecution.
    ///   - fallback: Runs tasks of states that the test case does not mock.
    public init(
        configuration: MockConfiguration,
        stateMachineName: String,
        testCase: String,
        fallback: any TaskRunner
    ) {
        self.configuration = configuration
        self.stateMachineName = stateMachineName
        self.testCase = testCase
        self.fallback = fallback
    }

    /// Answers from the configuration, or asks the fallback.
    public func run(
        _ task: TaskRequest,
        report: @escaping @Sendable (TaskProgress) -> Void
    ) async -> TaskOutcome {
        let state = task.stateName
        guard configuration.isMocked(state: state, testCase: testCase, stateMachine: stateMachineName) else {
            return await fallback.run(task, report: report)
        }
        let invocation = invocations.withLock { counts in
            defer { counts[state, default: 0] += 1 }
            return counts[state, default: 0]
        }
        report(.started(workerName: nil))
        if task.integration.isSubmitted { report(.submitted([:])) }
        let outcome = configuration.outcome(
            state: state,
            invocation: invocation,
            testCase: testCase,
            stateMachine: stateMachineName
        )
        return outcome
            ?? .failed(
                ErrorOutput(
                    error: "States.Runtime",
                    cause: "The test case '\(testCase)' has no response for invocation \(invocation) of '\(state)'."
                )
            )
    }
}
