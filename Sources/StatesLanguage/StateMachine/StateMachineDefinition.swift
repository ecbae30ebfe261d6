// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A state machine: the whole of a definition.
/// https://states-language.net/spec.html#toplevelfields
public struct StateMachineDefinition: Sendable, Hashable, StateGraph {
    /// For people.
    public var comment: String?
    /// `JSONPath` when nil.
    ///
    /// States may ask for `JSONata` on their own.
    public var queryLanguage: QueryLanguage?
    /// The version of the language, `1.0` when nil.
    public var version: String?
    /// The longest that an execution may take, in seconds.
    public var timeoutSeconds: Int?
    /// The name of the state in which an execution begins.
    public var startAt: String
    /// The states, in the order of the document.
    public var states: States
    /// How the document was written.
    public var layout = MemberLayout()

    /// A state machine.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        version: String? = nil,
        timeoutSeconds: Int? = nil,
        startAt: String,
        states: States
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.version = version
        self.timeoutSeconds = timeoutSeconds
        self.startAt = startAt
        self.states = states
    }
}

extension StateMachineDefinition: DocumentObject {
    static let blank = StateMachineDefinition(startAt: "", states: States())

    static let fields = FieldTable<Self>([
        .optional("Comment", \.comment),
        .optional("QueryLanguage", \.queryLanguage),
        .optional("Version", \.version),
        .optional("TimeoutSeconds", \.timeoutSeconds),
        .required("StartAt", \.startAt),
        .required("States", \.states),
    ])

    // The order in which Step Functions names them.
    static let requiredFields = ["States", "StartAt"]
}

extension StateMachineDefinition {
    /// The JSON document, members in the order in which they were read, or in the order of the specification.
    public var json: JSONValue { encoded }
}
