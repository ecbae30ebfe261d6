// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

/// What expressions can refer to while a state runs.
struct EvaluationScope {
    /// `$`.
    var input: JSONValue
    /// `$$`, and `$states.context` of JSONata.
    var context: ContextObject
    /// `$name`.
    var variables: JSONObject
    /// `$states.input`, `$states.result`, `$states.errorOutput` of JSONata.
    var states: StatesBinding
    /// The time of the evaluation.
    var now: Timestamp
    /// Where random numbers come from.
    var generator: SeededGenerator

    /// The reserved variable of JSONata.
    struct StatesBinding {
        var input: JSONValue = .null
        var result: JSONValue?
        var errorOutput: JSONValue?
    }
}
