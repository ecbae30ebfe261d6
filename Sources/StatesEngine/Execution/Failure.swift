// SPDX-License-Identifier: Apache-2.0

import StatesLanguage

/// A failure on its way to a retrier, a catcher, or the end of the execution.
struct Failure: Error, Hashable {
    let output: ErrorOutput
    let origin: Origin

    /// Who says so; the reserved error names depend on it.
    enum Origin: Hashable {
        /// A task or a Fail state reported it.
        case reported
        /// A task was silent for too long.
        case heartbeat
        /// The engine.
        case engine
    }

    /// Whether a wildcard can stand for it.
    private var hasKnownName: Bool { origin != .engine || output.error != "States.DataLimitExceeded" }

    /// Whether an `ErrorEquals` is for this failure.
    ///
    /// `States.Runtime` always ends the execution, and `States.ALL` leaves out the engine's own
    /// `States.DataLimitExceeded`; `States.TaskFailed` leaves out timeouts as well:
    /// <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html>
    func matches(_ errorEquals: [String]) -> Bool {
        guard output.error != "States.Runtime" || origin != .engine else { return false }
        return errorEquals.contains { name in
            switch name {
            case "States.ALL": hasKnownName
            case "States.TaskFailed": hasKnownName && output.error != "States.Timeout"
            case "States.HeartbeatTimeout": origin == .heartbeat || output.error == name
            default: output.error == name
            }
        }
    }
}
