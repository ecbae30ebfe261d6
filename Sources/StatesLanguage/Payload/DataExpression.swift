// SPDX-License-Identifier: Apache-2.0

/// What a field whose name ends in `.$`, or `ErrorPath` and `CausePath`, can be.
/// https://states-language.net/spec.html#payload-template
public enum DataExpression: Sendable, Hashable {
    /// What a path leads to.
    case path(JSONPathExpression)
    /// What a function gives.
    case call(IntrinsicCall)

    /// Parses a path or an intrinsic function call.
    ///
    /// - Throws: ``ExpressionSyntaxError`` with the place.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        if text.hasPrefix("$") {
            self = .path(try JSONPathExpression(parsing: text))
        } else {
            self = .call(try IntrinsicCall(parsing: text))
        }
    }

    /// The expression as it was written.
    public var text: String {
        switch self {
        case .path(let path): path.text
        case .call(let call): call.text
        }
    }
}
