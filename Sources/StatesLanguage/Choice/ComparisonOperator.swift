// SPDX-License-Identifier: Apache-2.0

/// What a choice rule asks about its variable.
/// https://states-language.net/spec.html#choice-state
public struct ComparisonOperator: Sendable, Hashable {
    /// What kind of operand an operator takes.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Compares strings, by Unicode code points.
        case string = "String"
        /// Compares numbers.
        case numeric = "Numeric"
        /// Compares booleans.
        case boolean = "Boolean"
        /// Compares RFC 3339 timestamps.
        case timestamp = "Timestamp"
    }

    /// How two values are compared.
    public enum Relation: String, Sendable, Hashable, CaseIterable {
        /// Both are equal.
        case equals = "Equals"
        /// The variable is less.
        case lessThan = "LessThan"
        /// The variable is greater.
        case greaterThan = "GreaterThan"
        /// The variable is less or equal.
        case lessThanEquals = "LessThanEquals"
        /// The variable is greater or equal.
        case greaterThanEquals = "GreaterThanEquals"
    }

    /// What a test without comparison asks; its operand says whether the answer shall be yes or no.
    public enum Test: String, Sendable, Hashable, CaseIterable {
        /// The variable is null.
        case isNull = "IsNull"
        /// The path leads to something.
        case isPresent = "IsPresent"
        /// The variable is a number.
        case isNumeric = "IsNumeric"
        /// The variable is a string.
        case isString = "IsString"
        /// The variable is a boolean.
        case isBoolean = "IsBoolean"
        /// The variable is an RFC 3339 timestamp.
        case isTimestamp = "IsTimestamp"
    }

    /// What an operator does.
    public enum Meaning: Sendable, Hashable {
        /// Compares the variable with the operand, or with what the operand's path leads to.
        case compare(Kind, Relation, withPath: Bool)
        /// Matches a string with `*` wildcards.
        case matches
        /// Looks at the variable itself.
        case test(Test)
    }

    /// The name of the field: `NumericLessThanEqualsPath`.
    public let name: String
    /// What the operator does.
    public let meaning: Meaning
}

extension ComparisonOperator {
    /// The operator that compares the variable with an operand.
    public static func compare(_ kind: Kind, _ relation: Relation, withPath: Bool = false) -> ComparisonOperator {
        ComparisonOperator(
            name: kind.rawValue + relation.rawValue + (withPath ? "Path" : ""),
            meaning: .compare(kind, relation, withPath: withPath)
        )
    }

    /// The operator that looks at the variable itself.
    public static func test(_ test: Test) -> ComparisonOperator {
        ComparisonOperator(name: test.rawValue, meaning: .test(test))
    }

    /// The operator that matches a string with `*` wildcards.
    public static let stringMatches = ComparisonOperator(name: "StringMatches", meaning: .matches)

    /// The operator of that name.
    ///
    /// - Returns: nil when the language has none.
    public init?(name: String) {
        guard let known = Self.byName[name] else { return nil }
        self = known
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}

extension ComparisonOperator: CaseIterable {
    /// Every operator of the language, in the order of the specification.
    public static let allCases: [ComparisonOperator] = {
        var operators: [ComparisonOperator] = []
        for kind in Kind.allCases {
            // Booleans have no order.
            for relation in kind == .boolean ? [.equals] : Relation.allCases {
                operators.append(.compare(kind, relation))
                operators.append(.compare(kind, relation, withPath: true))
            }
        }
        return operators + [.stringMatches] + Test.allCases.map(test)
    }()
}
