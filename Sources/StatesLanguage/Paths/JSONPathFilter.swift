// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// The condition of a filter step: `@.age >= 10 && @.state == 'available'`.
/// https://states-language.net/spec.html#paths
public indirect enum JSONPathFilter: Sendable, Hashable {
    /// How two operands are compared.
    public enum Operator: String, Sendable, Hashable, CaseIterable {
        /// Both are equal.
        case equal = "=="
        /// They are not equal.
        case notEqual = "!="
        /// The left is less or equal.
        case lessOrEqual = "<="
        /// The left is less.
        case less = "<"
        /// The left is greater or equal.
        case greaterOrEqual = ">="
        /// The left is greater.
        case greater = ">"
        /// The left string matches the right regular expression.
        case matches = "=~"
        /// The left is an element of the right array.
        case isIn = "in"
        /// The left is no element of the right array.
        case isNotIn = "nin"
        /// The left array or string contains the right.
        case contains = "contains"
        /// The left array is a subset of the right array.
        case isSubset = "subsetof"
        /// The left array shares an element with the right array.
        case hasAny = "anyof"
        /// The left array shares no element with the right array.
        case hasNone = "noneof"
        /// The left array or string has the size, or that of the right one.
        case hasSize = "size"
        /// Whether the left array or string is empty is as the right boolean says.
        case isEmpty = "empty"
    }

    /// What is compared.
    public enum Operand: Sendable, Hashable {
        /// What a path leads to, most often below `@`.
        case path(JSONPathExpression)
        /// A literal.
        case value(JSONValue)
        /// A regular expression and its flags: `/^ami-/i`.
        case pattern(String, flags: String)
    }

    /// All of the filters hold.
    case and([JSONPathFilter])
    /// One of the filters holds.
    case or([JSONPathFilter])
    /// The filter does not hold.
    case not(JSONPathFilter)
    /// Two operands compare.
    case comparison(Operand, Operator, Operand)
    /// The path leads to something.
    case exists(JSONPathExpression)
}
