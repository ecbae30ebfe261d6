// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

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
    /// Whether a Map state that fails so has begun, and so is closed in the history.
    var closesMap = false
    /// Whether the cause begins with the sentence that names the state.
    var namesState = true

    /// The failure of a Map state's own fields, which closes the state unless it is `States.Runtime`.
    var closingMap: StateFailure {
        var failure = self
        failure.closesMap = isEvaluation
        return failure
    }

    static func runtime(_ message: String) -> StateFailure {
        StateFailure(error: "States.Runtime", message: message)
    }

    /// A JSONata expression that gives nothing, or not what the field takes.
    static func evaluation(_ message: String, field: String?) -> StateFailure {
        StateFailure(error: "States.QueryEvaluationError", message: message, location: field, isEvaluation: true)
    }

    /// What a JSONata field got instead of what it takes.
    static func unexpectedType(
        _ value: JSONValue,
        of template: JSONataTemplate,
        expected: String,
        field: String
    ) -> StateFailure {
        let subject =
            if case .expression(let expression, _) = template {
                "The JSONata expression '\(expression.source)' specified for the field '\(field)'"
            } else {
                "The field '\(field)'"
            }
        return .evaluation(
            "\(subject) returned an unexpected result type. Expected '\(expected)', but was '\(value.typeName)'"
                + " for value: \(value.serialized())",
            field: field
        )
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
