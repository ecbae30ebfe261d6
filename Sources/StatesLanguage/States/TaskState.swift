// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Executes a unit of work.
/// https://states-language.net/spec.html#task-state
public struct TaskState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// The URI of the work: a function's ARN, a service integration, an activity.
    public var resource: String
    /// The role under which the work is done: an object with `RoleArn` or `RoleArn.$`, or an expression.
    public var credentials: JSONValue?
    /// What of the input the state sees; `$` when nil.
    public var inputPath: PathField?
    /// The effective input, as payload template.
    public var parameters: JSONValue?
    /// The effective input, as JSONata template.
    public var arguments: JSONValue?
    /// The longest that the work may take, in seconds.
    public var timeoutSeconds: Dynamic<Int>?
    /// Where in the input the timeout stands, as reference path.
    public var timeoutSecondsPath: String?
    /// The longest silence between two heartbeats, in seconds.
    public var heartbeatSeconds: Dynamic<Int>?
    /// Where in the input the heartbeat stands, as reference path.
    public var heartbeatSecondsPath: String?
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

    /// A Task state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        resource: String,
        credentials: JSONValue? = nil,
        inputPath: PathField? = nil,
        parameters: JSONValue? = nil,
        arguments: JSONValue? = nil,
        timeoutSeconds: Dynamic<Int>? = nil,
        timeoutSecondsPath: String? = nil,
        heartbeatSeconds: Dynamic<Int>? = nil,
        heartbeatSecondsPath: String? = nil,
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
        self.resource = resource
        self.credentials = credentials
        self.inputPath = inputPath
        self.parameters = parameters
        self.arguments = arguments
        self.timeoutSeconds = timeoutSeconds
        self.timeoutSecondsPath = timeoutSecondsPath
        self.heartbeatSeconds = heartbeatSeconds
        self.heartbeatSecondsPath = heartbeatSecondsPath
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

extension TaskState: RetryingState, TransitioningState {
    static let type = StateType.task
    static let blank = TaskState(resource: "")

    static let fields = FieldTable<Self>(
        Field.header,
        [
            .required("Resource", \.resource),
            .optional("Credentials", \.credentials),
            .inputPath,
            .parameters,
            .optional("Arguments", \.arguments),
            .optional("TimeoutSeconds", \.timeoutSeconds),
            .optional("TimeoutSecondsPath", \.timeoutSecondsPath),
            .optional("HeartbeatSeconds", \.heartbeatSeconds),
            .optional("HeartbeatSecondsPath", \.heartbeatSecondsPath),
            .resultSelector,
            .resultPath,
        ],
        Field.output,
        [.assign],
        Field.errorHandling,
        Field.transition
    )
}
