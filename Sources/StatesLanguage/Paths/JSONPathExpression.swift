// SPDX-License-Identifier: Apache-2.0

/// A path: which part, or parts, of the input, the context object or a variable are meant.
///
/// The dialect is the one of Step Functions: child names in dots and brackets, indexes (negative ones count from the
/// end), unions, slices, wildcards, descendants and filters. Functions such as `length()` are not part of it.
/// https://states-language.net/spec.html#paths
public struct JSONPathExpression: Sendable, Hashable {
    /// What a path starts from.
    public enum Root: Sendable, Hashable {
        /// `$`: the state's input, or the result, as the field says.
        case input
        /// `$$`: the context object.
        case context
        /// `$name`: a variable.
        case variable(String)
        /// `@`: the item under test; inside filters only.
        case item
    }

    /// One step from values to values below them.
    public struct Step: Sendable, Hashable {
        /// Which members or elements the step selects.
        public let selector: Selector
        /// Whether the step looks at the values and everything below them: `..`.
        public let isRecursive: Bool
    }

    /// Which members or elements of a value a step selects.
    public enum Selector: Sendable, Hashable {
        /// The members of these names: one for `.a` and `['a']`, several for `['a','b']`.
        case names([String])
        /// The elements at these indexes: one for `[0]`, several for `[0,-1]`.
        case indexes([Int])
        /// The elements from `start` up to but without `end`: `[1:3]`, `[-2:]`.
        case slice(start: Int?, end: Int?, step: Int?)
        /// All members or elements: `*`.
        case wildcard
        /// The elements for which the filter holds: `[?(@.a > 1)]`.
        case filter(JSONPathFilter)
    }

    /// The path as it was written.
    public let text: String
    /// What the path starts from.
    public let root: Root
    /// The steps, from the root on.
    public let steps: [Step]

    /// Whether the path means one value, so that its result is that value and not an array of matches.
    public var isDefinite: Bool {
        steps.allSatisfy { step in
            guard !step.isRecursive else { return false }
            switch step.selector {
            case .names(let names): return names.count == 1
            case .indexes(let indexes): return indexes.count == 1
            case .slice, .wildcard, .filter: return false
            }
        }
    }
}

extension JSONPathExpression {
    /// Parses a path: `$.items[*].id`, `$$.Execution.StartTime`, `$count`.
    ///
    /// - Throws: ``ExpressionSyntaxError`` with the place.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        var scanner = ExpressionScanner(text)
        self = try scanner.path()
        guard scanner.isAtEnd else { throw scanner.error("unexpected \(scanner.here)") }
    }
}
