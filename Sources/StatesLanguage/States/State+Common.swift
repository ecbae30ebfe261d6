// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The fields that states of several types share; nil where the type does not have the field, or the state no value.
extension State {
    /// For people.
    public var comment: String? { object.comment }

    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage? { object.queryLanguage }

    /// The name of the state that follows.
    public var next: String? { (object as? any TransitioningState)?.next }

    /// Whether the state says that it ends its graph.
    public var end: Bool? { (object as? any TransitioningState)?.end }

    /// Whether the graph ends with this state: `End` is true, or it is a Succeed or Fail state.
    public var isTerminal: Bool {
        switch self {
        case .succeed, .fail: true
        default: end == true
        }
    }

    /// What of the input the state sees.
    public var inputPath: PathField? { (object as? any InputOutputState)?.inputPath }

    /// What of the result leaves the state.
    public var outputPath: PathField? { (object as? any InputOutputState)?.outputPath }

    /// What leaves the state, as JSONata template.
    public var output: JSONValue? { (object as? any InputOutputState)?.output }

    /// The variables that the state sets, as template.
    public var assign: JSONValue? { (object as? any AssigningState)?.assign }

    /// The effective input, as payload template.
    public var parameters: JSONValue? { (object as? any ResultState)?.parameters }

    /// Where in the input the result goes.
    public var resultPath: PathField? { (object as? any ResultState)?.resultPath }

    /// What of the raw result counts, as payload template.
    public var resultSelector: JSONValue? { (object as? any RetryingState)?.resultSelector }

    /// When and how to try again.
    public var retry: [Retrier] { (object as? any RetryingState)?.retry ?? [] }

    /// Where to go on after an error.
    public var `catch`: [Catcher] { (object as? any RetryingState)?.catch ?? [] }

    /// The state without its type's fields: members that are no fields of the type, or have values of wrong type.
    public var unrecognized: JSONObject { object.layout.unrecognized }
}
