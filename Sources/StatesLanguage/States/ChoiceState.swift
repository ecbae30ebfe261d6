// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Decides where to go on.
/// https://states-language.net/spec.html#choice-state
public struct ChoiceState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// The rules, tried in order.
    public var choices: [ChoiceRule]
    /// The name of the state to go on with when no rule matches.
    public var `default`: String?
    /// What of the output leaves the state; `$` when nil.
    public var outputPath: PathField?
    /// What leaves the state, as JSONata template.
    public var output: JSONValue?
    /// The variables that the state sets, as template.
    public var assign: JSONValue?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Choice state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        choices: [ChoiceRule],
        default: String? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil,
        assign: JSONValue? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.choices = choices
        self.default = `default`
        self.outputPath = outputPath
        self.output = output
        self.assign = assign
    }
}

extension ChoiceState: InputOutputState, AssigningState {
    static let type = StateType.choice
    static let blank = ChoiceState(choices: [])

    static let fields = FieldTable<Self>(
        Field.header,
        [.inputPath, .required("Choices", \.choices), .optional("Default", \.default)],
        Field.output,
        [.assign]
    )
}
