// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesEngine
import Synchronization

/// The executions that run in this process, by ARN.
final class RunningExecutions: Sendable {
    private struct Running {
        let driver: ExecutionDriver
        let end: Task<ExecutionOutcome?, Never>
    }

    private let running = Mutex<[String: Running]>([:])

    /// Runs a driver to its end.
    ///
    /// - Returns: The end to wait for; nil comes from a store that failed, after which the execution waits for the
    ///   next start of the service.
    @discardableResult
    func run(
        _ driver: ExecutionDriver,
        arn: String,
        isRedriven: Bool,
        afterwards: @escaping @Sendable () -> Void
    ) -> Task<ExecutionOutcome?, Never> {
        running.withLock { running in
            let end = Task { () -> ExecutionOutcome? in
                let outcome = try? await isRedriven ? driver.redrive() : driver.run()
                // Whoever redrives it waits for both.
                afterwards()
                self.running.withLock { $0[arn] = nil }
                return outcome
            }
            running[arn] = Running(driver: driver, end: end)
            return end
        }
    }

    func driver(_ arn: String) -> ExecutionDriver? {
        running.withLock { $0[arn]?.driver }
    }

    /// Waits for the end of an execution that runs.
    func end(of arn: String) async -> ExecutionOutcome? {
        let end = running.withLock { $0[arn]?.end }
        return await end?.value
    }

    var count: Int { running.withLock { $0.count } }
}
