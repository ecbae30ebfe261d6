// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Waits for a number of seconds or until a time.
/// https://states-language.net/spec.html#wait-state
public struct WaitState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// How long to wait, in seconds.
    public var seconds: Dynamic<Int>?
    /// Where in the input the seconds stand, as reference path.
    public var secondsPath: String?
    /// When to go on: RFC 3339 with `T` and `Z` or an offset, or an expression.
    public var timestamp: String?
    /// Where in the input the timestamp stands, as reference path.
    public var timestampPath: String?
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

    /// A Wait state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        inputPath: PathField? = nil,
        seconds: Dynamic<Int>? = nil,
        secondsPath: String? = nil,
        timestamp: String? = nil,
        timestampPath: String? = nil,
        outputPath: PathField? = nil,
        output: JSONValue? = nil,
        assign: JSONValue? = nil,
        next: String? = nil,
        end: Bool? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.inputPath = inputPath
        self.seconds = seconds
        self.secondsPath = secondsPath
        self.timestamp = timestamp
        self.timestampPath = timestampPath
        self.outputPath = outputPath
        self.output = output
        self.assign = assign
        self.next = next
        self.end = end
    }
}

extension WaitState: InputOutputState, AssigningState, TransitioningState {
    static let type = StateType.wait
    static let blank = WaitState()

    static let fields = FieldTable<Self>(
        Field.header,
        [
            .inputPath,
            .optional("Seconds", \.seconds),
            .optional("SecondsPath", \.secondsPath),
            .optional("Timestamp", \.timestamp),
            .optional("TimestampPath", \.timestampPath),
        ],
        Field.output,
        [.assign],
        Field.transition
    )
}
