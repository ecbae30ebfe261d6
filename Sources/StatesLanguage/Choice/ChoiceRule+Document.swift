// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ChoiceRule: DocumentObject {
    static let blank = ChoiceRule(condition: nil)

    static let fields = FieldTable<Self>(
        [
            .optional("Comment", \.comment),
            .optional("Variable", \.variable),
        ],
        conditionFields,
        [
            .optional("Assign", \.assign),
            .optional("Output", \.output),
            .optional("Next", \.next),
        ]
    )

    /// The names of the fields that can hold the condition.
    static let conditionNames = conditionFields.map(\.name)

    private static let conditionFields: [Field<Self>] = booleanFields + comparisonFields

    private static let booleanFields: [Field<Self>] = [
        .condition("And", Condition.and) { if case .and(let rules) = $0 { rules } else { nil } },
        .condition("Or", Condition.or) { if case .or(let rules) = $0 { rules } else { nil } },
        .condition("Not", Condition.not) { if case .not(let rule) = $0 { rule } else { nil } },
        .condition("Condition", Condition.jsonata) { if case .jsonata(let value) = $0 { value } else { nil } },
    ]

    private static let comparisonFields: [Field<Self>] = ComparisonOperator.allCases.map { comparison in
        .condition(comparison.name) { (operand: JSONValue) in
            .comparison(comparison, operand)
        } operand: { condition in
            guard case .comparison(comparison, let operand) = condition else { return nil }
            return operand
        }
    }
}

extension Field where Object == ChoiceRule {
    /// One of the fields that hold the condition.
    ///
    /// A rule has a single condition: the first stands.
    fileprivate static func condition<Operand: DocumentValue>(
        _ name: String,
        _ condition: @escaping @Sendable (Operand) -> ChoiceRule.Condition,
        operand: @escaping @Sendable (ChoiceRule.Condition) -> Operand?
    ) -> Field {
        Field(name: name, isRequired: false) { json, rule, context in
            guard rule.condition == nil, let value = Operand(decoding: json, in: &context) else { return false }
            rule.condition = condition(value)
            return true
        } isPresent: { rule in
            rule.condition.flatMap(operand) != nil
        } encode: { rule in
            rule.condition.flatMap(operand)?.encoded
        }
    }
}
