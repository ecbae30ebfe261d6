// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A definition with everything that is wrong with it.
public struct CheckedDefinition: Sendable, Hashable {
    /// What could be read; nil when the document is not even an object.
    public let definition: StateMachineDefinition?
    /// Every problem, those of the document's shape first, in the order of the document.
    public let problems: [Problem]
}

/// Why a document is no definition.
public struct InvalidDefinition: Error, Sendable, Hashable, CustomStringConvertible {
    /// Every problem, warnings included; at least one is an error.
    public let problems: [Problem]

    /// The refusal of a document with these problems.
    public init(problems: [Problem]) {
        self.problems = problems
    }

    /// The errors, as `CreateStateMachine` words them.
    public var description: String {
        let errors = problems.filter { $0.severity == .error }.map { problem in
            "\(problem.code): \(problem.message) at \(problem.location ?? "null")"
        }
        return "Invalid State Machine Definition: '\(errors.joined(separator: ", "))'"
    }
}

extension StateMachineDefinition {
    /// The most bytes that the text of a definition may have.
    public static let maximumSizeBytes = 1_048_576

    /// Reads a definition as far as it can be read, and notes everything whose shape is wrong on the way.
    public static func decode(_ json: JSONValue) -> CheckedDefinition {
        guard json.object != nil else {
            let problem = Problem(.definitionIsObject, at: nil, "Definition must be a valid JSON object")
            return CheckedDefinition(definition: nil, problems: [problem])
        }
        var context = ProblemCollector()
        let definition = StateMachineDefinition(decoding: json, in: &context)
        return CheckedDefinition(definition: definition, problems: context.problems)
    }
}
