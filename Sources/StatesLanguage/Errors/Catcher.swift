// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// Where to go on after an error that no retrier overcame.
/// https://states-language.net/spec.html#fallback-states
public struct Catcher: Sendable, Hashable {
    /// For people.
    public var comment: String?
    /// The error names that this catcher is for.
    public var errorEquals: [String]
    /// The variables that the catcher sets, as template.
    public var assign: JSONValue?
    /// What the next state gets, as JSONata template.
    public var output: JSONValue?
    /// Where in the state's input the error output goes; `$` when nil.
    public var resultPath: PathField?
    /// The name of the state to go on with.
    public var next: String
    /// How the object was written.
    public var layout = MemberLayout()

    /// A catcher.
    public init(
        comment: String? = nil,
        errorEquals: [String],
        assign: JSONValue? = nil,
        output: JSONValue? = nil,
        resultPath: PathField? = nil,
        next: String
    ) {
        self.comment = comment
        self.errorEquals = errorEquals
        self.assign = assign
        self.output = output
        self.resultPath = resultPath
        self.next = next
    }
}

extension Catcher: DocumentObject {
    static let blank = Catcher(errorEquals: [], next: "")

    static let fields = FieldTable<Self>([
        .optional("Comment", \.comment),
        .required("ErrorEquals", \.errorEquals),
        .optional("Assign", \.assign),
        .optional("Output", \.output),
        .optional("ResultPath", \.resultPath),
        .required("Next", \.next),
    ])
}
