// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A path that means exactly one place, so that something can be put there: names and single indexes only.
/// https://states-language.net/spec.html#ref-paths
public struct ReferencePath: Sendable, Hashable {
    /// The path as it was written.
    public let text: String
    /// What the path starts from.
    public let root: JSONPathExpression.Root
    /// The steps from the root on, each into one member or element.
    public let components: [JSONPointer.Component]

    /// The reference path that a path is.
    ///
    /// - Returns: nil when the path may mean more than one place, or counts from an array's end.
    public init?(_ path: JSONPathExpression) {
        var components: [JSONPointer.Component] = []
        for step in path.steps {
            guard !step.isRecursive else { return nil }
            switch step.selector {
            case .names(let names) where names.count == 1:
                components.append(.member(names[0]))
            case .indexes(let indexes) where indexes.count == 1 && indexes[0] >= 0:
                components.append(.element(indexes[0]))
            default:
                return nil
            }
        }
        text = path.text
        root = path.root
        self.components = components
    }

    /// Parses a reference path.
    ///
    /// - Throws: ``ExpressionSyntaxError`` with the place, or without one when the path means several places.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        guard let path = ReferencePath(try JSONPathExpression(parsing: text)) else {
            throw ExpressionSyntaxError(
                problem: "a reference path means one place, and this may mean several",
                column: 1
            )
        }
        self = path
    }
}
