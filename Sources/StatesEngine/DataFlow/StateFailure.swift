// SPDX-License-Identifier: Apache-2.0

/// Why a state cannot go on, found by the engine itself and not reported by a task.
struct StateFailure: Error, Hashable {
    /// The error name.
    let error: String
    /// The reason, without the sentence that names the state.
    let message: String
    /// For JSONata: the field whose expression failed, `Output/result`.
    var location: String?
    /// Whether the history says it with `EvaluationFailed`.
    var isEvaluation = false
    /// Whether the cause begins with the sentence that names the state.
    var namesState = true

    static func runtime(_ message: String) -> StateFailure {
        StateFailure(error: "States.Runtime", message: message)
    }

    static func intrinsic(_ message: String) -> StateFailure {
        StateFailure(error: "States.IntrinsicFailure", message: message)
    }

    /// More bytes than a payload may have; `place` is the state, or the service that answered.
    static func dataLimit(_ place: String) -> StateFailure {
        StateFailure(
            error: "States.DataLimitExceeded",
            message: "The state/task '\(place)' returned a result with a size exceeding the maximum number of bytes"
                + " service limit.",
            namesState: false
        )
    }
}
