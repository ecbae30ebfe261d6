// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Ends its graph well.
/// https://states-language.net/spec.html#succeed-state
public struct SucceedState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// What of the output leaves the state; `$` when nil.
    public var outputPath: PathField?
    /// What leaves the state, as JSONata template.
    public var output: JSONValue?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Succeed state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.outputPath = outputPath
        self.output = output
    }
}

extension SucceedState: InputOutputState {
    static let type = StateType.succeed
    static let blank = SucceedState()

    static let fields = FieldTable<Self>(
        Field.header,
        [.inputPath],
        Field.output
    )
}
