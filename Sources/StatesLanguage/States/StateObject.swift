// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// What every state has.
/// https://states-language.net/spec.html#state-type-table
protocol StateObject: DocumentObject {
    static var type: StateType { get }
    var comment: String? { get set }
    var queryLanguage: QueryLanguage? { get set }
}

/// A state that another one follows, unless it ends its graph.
/// https://states-language.net/spec.html#transition
protocol TransitioningState: StateObject {
    var next: String? { get set }
    var end: Bool? { get set }
}

/// A state with input and output: all but Fail.
/// https://states-language.net/spec.html#filters
protocol InputOutputState: StateObject {
    var inputPath: PathField? { get set }
    var outputPath: PathField? { get set }
    var output: JSONValue? { get set }
}

/// A state that can set variables.
/// https://states-language.net/spec.html#assigning-variables
protocol AssigningState: StateObject {
    var assign: JSONValue? { get set }
}

/// A state that has a result of its own.
/// https://states-language.net/spec.html#using-paths
protocol ResultState: InputOutputState, AssigningState {
    var parameters: JSONValue? { get set }
    var resultPath: PathField? { get set }
}

/// A state whose work can fail and be tried again.
/// https://states-language.net/spec.html#errors
protocol RetryingState: ResultState {
    var resultSelector: JSONValue? { get set }
    var retry: [Retrier]? { get set }
    var `catch`: [Catcher]? { get set }
}

extension Field where Object: StateObject {
    /// `Type`, `Comment` and `QueryLanguage`, which come first.
    static var header: [Field] {
        let type = Field(name: "Type", isRequired: true) { _, _, _ in
            // Read before, to learn which table applies.
            true
        } isPresent: { _ in
            true
        } encode: { _ in
            .string(Object.type.rawValue)
        }
        return [type, .optional("Comment", \.comment), .optional("QueryLanguage", \.queryLanguage)]
    }
}

extension Field where Object: InputOutputState {
    static var inputPath: Field { .optional("InputPath", \.inputPath) }

    /// What leaves the state, in either language.
    static var output: [Field] { [.optional("OutputPath", \.outputPath), .optional("Output", \.output)] }
}

extension Field where Object: AssigningState {
    static var assign: Field { .optional("Assign", \.assign) }
}

extension Field where Object: ResultState {
    static var parameters: Field { .optional("Parameters", \.parameters) }
    static var resultPath: Field { .optional("ResultPath", \.resultPath) }
}

extension Field where Object: RetryingState {
    static var resultSelector: Field { .optional("ResultSelector", \.resultSelector) }
    static var errorHandling: [Field] { [.optional("Retry", \.retry), .optional("Catch", \.catch)] }
}

extension Field where Object: TransitioningState {
    /// `Next` and `End`, which come last.
    static var transition: [Field] { [.optional("Next", \.next), .optional("End", \.end)] }
}
