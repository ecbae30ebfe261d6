// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Passes its input on, or a fixed result.
/// https://states-language.net/spec.html#pass-state
public struct PassState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// The effective input, as payload template.
    public var parameters: JSONValue?
    /// The result, as it stands.
    public var result: JSONValue?
    /// Where in the input the result goes; `$` when nil.
    public var resultPath: PathField?
    /// What of the output leaves the state; `$` when nil.
    public var outputPath: PathField?
    /// What leaves the state, as JSONata template.
    public var output: JSONValue?
    /// The variables that the state sets, as template.
    public var assign: JSONValue?
    /// The name of the state that follows.
    public var next: String?
    /// Whether the state ends its graph.
    public var end: Bool?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Pass state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        parameters: JSONValue? = nil,
        result: JSONValue? = nil,
        resultPath: PathField? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil,
        assign: JSONValue? = nil,
        next: String? = nil,
        end: Bool? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.parameters = parameters
        self.result = result
        self.resultPath = resultPath
        self.outputPath = outputPath
        self.output = output
        self.assign = assign
        self.next = next
        self.end = end
    }
}

extension PassState: ResultState, TransitioningState {
    static let type = StateType.pass
    static let blank = PassState()

    static let fields = FieldTable<Self>(
        Field.header,
        [.inputPath, .parameters, .optional("Result", \.result), .resultPath],
        Field.output,
        [.assign],
        Field.transition
    )
}
