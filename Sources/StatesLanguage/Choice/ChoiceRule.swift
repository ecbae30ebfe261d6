// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A condition of a Choice state and where to go when it holds; or, inside `And`, `Or` and `Not`, a condition alone.
/// https://states-language.net/spec.html#choice-state
public struct ChoiceRule: Sendable, Hashable {
    /// The condition.
    public indirect enum Condition: Sendable, Hashable {
        /// All of the rules hold.
        case and([ChoiceRule])
        /// One of the rules holds.
        case or([ChoiceRule])
        /// The rule does not hold.
        case not(ChoiceRule)
        /// ``ChoiceRule/variable`` and the operand compare as the operator says.
        case comparison(ComparisonOperator, JSONValue)
        /// `Condition` of JSONata: an expression, or a boolean.
        case jsonata(JSONValue)
    }

    /// For people.
    public var comment: String?
    /// The value to compare, as path; with comparisons only.
    public var variable: String?
    /// The condition; nil where a document has none.
    public var condition: Condition?
    /// The variables that the rule sets when it holds, as template.
    public var assign: JSONValue?
    /// What leaves the state when the rule holds, as JSONata template.
    public var output: JSONValue?
    /// The name of the state to go on with; nil in nested rules.
    public var next: String?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A rule.
    public init(
        comment: String? = nil,
        variable: String? = nil,
        condition: Condition?,
        assign: JSONValue? = nil,
        output: JSONValue? = nil,
        next: String? = nil
    ) {
        self.comment = comment
        self.variable = variable
        self.condition = condition
        self.assign = assign
        self.output = output
        self.next = next
    }
}
