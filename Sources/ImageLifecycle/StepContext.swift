// SPDX-License-Identifier: Apache-2.0

/// What a step gets beside its input.
package struct StepContext: Sendable {
    /// Takes one structured log record: a message and fields, never credentials.
    package var log: @Sendable (_ message: String, _ fields: [String: String]) -> Void
    /// Takes one line that goes to the log as it is: a JSON object in CloudWatch's embedded metric format.
    package var emitMetrics: @Sendable (_ line: String) -> Void

    /// Whose account the step is given; nil for the caller's own.
    ///
    /// A step whose policy names another is refused, so that nothing is ever done in the wrong account.
    package var account: AccountTarget?
    /// What a run is bound to; nil in one that decides by itself.
    package var plan: PlanBinding?
    /// Hears everything that was said about a resource: when it was listed, and again if it is kept later; nil if nobody
    /// wants to know.
    package var decided: (@Sendable (_ resourceID: String, _ findings: [Finding]) -> Void)?

    package init(
        log: @escaping @Sendable (_ message: String, _ fields: [String: String]) -> Void = { _, _ in },
        emitMetrics: @escaping @Sendable (_ line: String) -> Void = { _ in }
    ) {
        self.log = log
        self.emitMetrics = emitMetrics
    }
}
