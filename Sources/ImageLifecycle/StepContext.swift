// SPDX-License-Identifier: Apache-2.0

/// What a step gets beside its input.
package struct StepContext: Sendable {
    /// Takes one structured log record: a message and fields, never credentials.
    package var log: @Sendable (_ message: String, _ fields: [String: String]) -> Void
    /// Takes one line that goes to the log as it is: a JSON object in CloudWatch's embedded metric format.
    package var emitMetrics: @Sendable (_ line: String) -> Void

    package init(
        log: @escaping @Sendable (_ message: String, _ fields: [String: String]) -> Void = { _, _ in },
        emitMetrics: @escaping @Sendable (_ line: String) -> Void = { _ in }
    ) {
        self.log = log
        self.emitMetrics = emitMetrics
    }
}
