// SPDX-License-Identifier: Apache-2.0

/// Ends the execution with an error.
/// https://states-language.net/spec.html#fail-state
public struct FailState: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The state's own query language; the state machine's counts where it is nil.
    public var queryLanguage: QueryLanguage?
    /// The error name, or an expression.
    public var error: String?
    /// A path or intrinsic function that gives the error name.
    public var errorPath: String?
    /// The explanation, or an expression.
    public var cause: String?
    /// A path or intrinsic function that gives the explanation.
    public var causePath: String?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A Fail state.
    public init(
        comment: String? = nil,
        queryLanguage: QueryLanguage? = nil,
        error: String? = nil,
        errorPath: String? = nil,
        cause: String? = nil,
        causePath: String? = nil
    ) {
        self.comment = comment
        self.queryLanguage = queryLanguage
        self.error = error
        self.errorPath = errorPath
        self.cause = cause
        self.causePath = causePath
    }
}

extension FailState: StateObject {
    static let type = StateType.fail
    static let blank = FailState()

    static let fields = FieldTable<Self>(
        Field.header,
        [
            .optional("Error", \.error),
            .optional("ErrorPath", \.errorPath),
            .optional("Cause", \.cause),
            .optional("CausePath", \.causePath),
        ]
    )
}
