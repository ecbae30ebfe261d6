// SPDX-License-Identifier: Apache-2.0

/// Does the work of Task states: calls functions and services, or answers in their place.
public protocol TaskRunner: Sendable {
    /// Runs one task to its end, or to the point from where its end comes from elsewhere.
    ///
    /// The driver does not wait for the runner when the execution has given the task up; it cancels the Swift task.
    /// Failures are outcomes, so this does not throw.
    ///
    /// - Parameters:
    ///   - task: What to do. An activity task is to be offered to pollers under its token, and to be
    ///     ``TaskOutcome/handedOver(_:)`` once a worker has it (after ``TaskProgress/started(workerName:)``).
    ///   - report: Takes news of the task in the order in which it is called. Without a report of the start the driver
    ///     notes the start when the task ends.
    /// - Returns: The end of the task. A call with a task token ends ``TaskOutcome/handedOver(_:)`` with the answer.
    func run(_ task: TaskRequest, report: @escaping @Sendable (TaskProgress) -> Void) async -> TaskOutcome
}
