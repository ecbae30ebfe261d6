// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// One thing wrong with a definition: which rule it breaks, where, and in a sentence how.
public struct Problem: Sendable, Hashable {
    /// How bad a problem is.
    public enum Severity: String, Sendable, Hashable {
        /// Step Functions refuses the definition.
        case error = "ERROR"
        /// The definition is accepted and probably does not do what its author meant.
        case warning = "WARNING"
    }

    /// The rule that the definition breaks.
    public let rule: Rule
    /// The place in the document; nil where the problem is the document's as a whole.
    public let pointer: JSONPointer?
    /// What is wrong, in the words of Step Functions where they are known.
    public let message: String
    /// What helps to mend it, where there is something to say: the reason, the other place, what exists.
    public let note: String?

    /// A broken rule at a place.
    public init(_ rule: Rule, at pointer: JSONPointer?, _ message: String, note: String? = nil) {
        self.rule = rule
        self.pointer = pointer
        self.message = message
        self.note = note
    }

    /// How bad it is.
    public var severity: Severity { rule.severity }

    /// The code that `ValidateStateMachineDefinition` reports: `SCHEMA_VALIDATION_FAILED` and the like.
    public var code: String { rule.code.rawValue }

    /// The place as Step Functions writes it: `/States/List/Retry[0]/ErrorEquals`, and `/` for the whole document.
    public var location: String? {
        pointer?.location
    }
}

extension JSONPointer {
    /// The place as Step Functions writes it.
    var location: String {
        guard !components.isEmpty else { return "/" }
        return components.map { component in
            switch component {
            case .member(let name): "/\(name)"
            case .element(let index): "[\(index)]"
            }
        }.joined()
    }
}

extension Problem: CustomStringConvertible {
    /// The sentence and its place, as `CreateStateMachine` lists them.
    public var description: String {
        location.map { "\(code): \(message) at \($0)" } ?? "\(code): \(message)"
    }
}
