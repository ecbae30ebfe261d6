// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Executes branches side by side; its result is the array of their outputs.
/// https://states-language.net/spec.html#parallel-state
public struct ParallelState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// The effective input, as payload template.
    public var parameters: JSONValue?
    /// The effective input, as JSONata template.
    public var arguments: JSONValue?
    /// The branches, executed side by side.
    public var branches: [Branch]
    /// What of the raw result counts, as payload template.
    public var resultSelector: JSONValue?
    /// Where in the input the result goes; `$` when nil.
    public var resultPath: PathField?
    /// What of the output leaves the state; `$` when nil.
    public var outputPath: PathField?
    /// What leaves the state, as JSONata template.
    public var output: JSONValue?
    /// The variables that the state sets, as template.
    public var assign: JSONValue?
    /// When and how to try again.
    public var retry: [Retrier]?
    /// Where to go on after an error.
    public var `catch`: [Catcher]?
    /// The name of the state that follows.
    public var next: String?
    /// Whether the state ends its graph.
    public var end: Bool?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Parallel state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        parameters: JSONValue? = nil,
        arguments: JSONValue? = nil,
        branches: [Branch],
        resultSelector: JSONValue? = nil,
        resultPath: PathField? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil,
        assign: JSONValue? = nil,
        retry: [Retrier]? = nil,
        catch: [Catcher]? = nil,
        next: String? = nil,
        end: Bool? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.parameters = parameters
        self.arguments = arguments
        self.branches = branches
        self.resultSelector = resultSelector
        self.resultPath = resultPath
        self.outputPath = outputPath
        self.output = output
        self.assign = assign
        self.retry = retry
        self.catch = `catch`
        self.next = next
        self.end = end
    }
}

extension ParallelState: RetryingState, TransitioningState {
    static let type = StateType.parallel
    static let blank = ParallelState(branches: [])

    static let fields = FieldTable<Self>(
        Field.header,
        [
            .inputPath,
            .parameters,
            .optional("Arguments", \.arguments),
            .required("Branches", \.branches),
            .resultSelector,
            .resultPath,
        ],
        Field.output,
        [.assign],
        Field.errorHandling,
        Field.transition
    )
}
