// SPDX-License-Identifier: Apache-2.0

/// One branch of a Parallel state.
/// https://states-language.net/spec.html#parallel-state
public struct Branch: Sendable, Hashable, StateGraph {
    /// For people.
    public var comment: String?
    /// The name of the state in which the branch begins.
    public var startAt: String
    /// The states of the branch, in the order of the document.
    public var states: States
    /// How the object was written.
    public var layout = MemberLayout()

    /// A branch.
    public init(comment: String? = nil, startAt: String, states: States) {
        self.comment = comment
        self.startAt = startAt
        self.states = states
    }
}

extension Branch: DocumentObject {
    static let blank = Branch(startAt: "", states: States())

    static let fields = FieldTable<Self>([
        .optional("Comment", \.comment),
        .required("StartAt", \.startAt),
        .required("States", \.states),
    ])

    static let requiredFields = ["States", "StartAt"]
}
