// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A line of a Choice state: a rule, or where to go when none matches.
public enum ChoiceLine: Sendable, Hashable {
    /// A rule.
    case rule(ChoiceRule)
    /// Where to go when no rule matches.
    case otherwise(String)
}

/// Goes on with a state when a condition holds.
public func when(_ condition: ChoiceRule, goTo target: String) -> ChoiceLine {
    var rule = condition
    rule.next = target
    return .rule(rule)
}

/// Goes on with a state when no condition held.
public func otherwise(goTo target: String) -> ChoiceLine {
    .otherwise(target)
}

/// Collects the rules of a Choice state in the order in which they are tried.
@resultBuilder
public enum ChoiceBuilder {
    /// Rules one after the other.
    public static func buildBlock(_ lines: ChoiceLine...) -> [ChoiceLine] { lines }
}

extension ChoiceState {
    /// A decision between rules.
    public init(comment: String? = nil, @ChoiceBuilder lines: () -> [ChoiceLine]) {
        self.init(comment: comment, choices: [])
        for line in lines() {
            switch line {
            case .rule(let rule): choices.append(rule)
            case .otherwise(let target): self.default = target
            }
        }
    }
}

/// Conditions, for `when` and inside one another.
extension ChoiceRule {
    /// What a path leads to is so, or is not.
    public static func test(_ path: String, _ test: ComparisonOperator.Test, is answer: Bool = true) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(.test(test), .bool(answer)))
    }

    /// What a path leads to compares with a string.
    public static func string(
        _ path: String,
        _ relation: ComparisonOperator.Relation,
        _ operand: String
    ) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(.compare(.string, relation), .string(operand)))
    }

    /// What a path leads to compares with a number.
    public static func number(
        _ path: String,
        _ relation: ComparisonOperator.Relation,
        _ operand: JSONNumber
    ) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(.compare(.numeric, relation), .number(operand)))
    }

    /// What a path leads to is that boolean.
    public static func boolean(_ path: String, is operand: Bool) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(.compare(.boolean, .equals), .bool(operand)))
    }

    /// What a path leads to matches a text with `*` wildcards.
    public static func matches(_ path: String, _ pattern: String) -> ChoiceRule {
        ChoiceRule(variable: path, condition: .comparison(.stringMatches, .string(pattern)))
    }

    /// All conditions hold.
    public static func && (left: ChoiceRule, right: ChoiceRule) -> ChoiceRule {
        if case .and(let rules)? = left.condition { return ChoiceRule(condition: .and(rules + [right])) }
        return ChoiceRule(condition: .and([left, right]))
    }

    /// One of the conditions holds.
    public static func || (left: ChoiceRule, right: ChoiceRule) -> ChoiceRule {
        if case .or(let rules)? = left.condition { return ChoiceRule(condition: .or(rules + [right])) }
        return ChoiceRule(condition: .or([left, right]))
    }

    /// The condition does not hold.
    public static prefix func ! (rule: ChoiceRule) -> ChoiceRule {
        ChoiceRule(condition: .not(rule))
    }
}
