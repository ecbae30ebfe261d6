// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ChoiceState: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        if !layout.missing.contains("Choices"), layout.unrecognized["Choices"] == nil {
            problems.checkNotEmpty(choices, "Choices")
        }
        problems.each(choices, of: "Choices") { $0.validate(scope, &$1) }
    }
}

extension ChoiceRule: Validated {
    func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        if !has("Next") {
            problems.report(.requiredFields, "These fields are required: [Next]")
        }
        problems.checkAssign(assign, scope)
        validateCondition(scope, &problems)
    }

    /// A rule inside `And`, `Or` or `Not` is a condition and nothing else.
    private func validateNested(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        for name in ["Next", "Assign", "Output"] where has(name) {
            problems.report(.knownFields, "Field '\(name)' is not supported")
        }
        validateCondition(scope, &problems)
    }

    private func validateCondition(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        validateLanguage(scope, &problems)
        let present = Self.conditionNames.filter(has)
        if present.count > 1 {
            let list = present.joined(separator: ", ")
            problems.report(.oneCondition, "There should only be one of the following fields: [\(list)]")
        } else if present.isEmpty {
            problems.report(.oneCondition, scope.language == .jsonata ? Self.noExpression : Self.noOperator)
        }
        if scope.language == .jsonPath { problems.checkPath(variable, "Variable") }
        guard let condition else { return }
        if case .comparison = condition {
            if variable == nil, layout.unrecognized["Variable"] == nil {
                problems.report(.requiredFields, "These fields are required: [Variable]")
            }
        } else if variable != nil {
            problems.report(.knownFields, "Field 'Variable' is not supported")
        }
        condition.validate(scope, &problems)
    }

    private static let noExpression = "These fields are required: [Condition]"
    private static let noOperator = "A choice rule needs a comparison, And, Or or Not"

    fileprivate static func validateNested(
        _ rules: [ChoiceRule],
        _ member: String,
        _ scope: ValidationScope,
        _ problems: inout ProblemCollector
    ) {
        problems.checkNotEmpty(rules, member)
        problems.each(rules, of: member) { $0.validateNested(scope, &$1) }
    }

    fileprivate func validateNegated(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        problems.inside(.member("Not")) { validateNested(scope, &$0) }
    }
}

extension ChoiceRule.Condition {
    fileprivate func validate(_ scope: ValidationScope, _ problems: inout ProblemCollector) {
        switch self {
        case .and(let rules): ChoiceRule.validateNested(rules, "And", scope, &problems)
        case .or(let rules): ChoiceRule.validateNested(rules, "Or", scope, &problems)
        case .not(let rule): rule.validateNegated(scope, &problems)
        case .comparison(let comparison, let operand): problems.checkOperand(operand, of: comparison)
        case .jsonata(let value):
            if value.bool == nil, value.string.flatMap(JSONataExpression.init) == nil {
                problems.report(.operand, at: "Condition", "A Condition is a JSONata expression in {% %}, or a boolean")
            }
        }
    }
}

extension ProblemCollector {
    fileprivate mutating func checkOperand(_ operand: JSONValue, of comparison: ComparisonOperator) {
        let isRight: Bool
        let expected: String
        switch comparison.meaning {
        case .compare(_, _, withPath: true):
            if let text = operand.string { return checkPath(text, comparison.name) }
            (isRight, expected) = (false, "String")
        case .compare(.timestamp, _, withPath: false):
            if let text = operand.string { return checkTimestamp(text, comparison.name) }
            (isRight, expected) = (false, "String")
        case .compare(.string, _, withPath: false), .matches:
            (isRight, expected) = (operand.string != nil, "String")
        case .compare(.numeric, _, withPath: false):
            (isRight, expected) = (operand.number != nil, "Number")
        case .compare(.boolean, _, withPath: false), .test:
            (isRight, expected) = (operand.bool != nil, "Boolean")
        }
        if !isRight { report(.operand, at: comparison.name, "Expected value of type \(expected)") }
    }
}
