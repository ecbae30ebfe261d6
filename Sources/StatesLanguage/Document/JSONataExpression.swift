// SPDX-License-Identifier: Apache-2.0

/// A string of a definition that is one JSONata expression: it starts with `{%` and ends with `%}`.
/// https://states-language.net/spec.html#jsonata
public struct JSONataExpression: Sendable, Hashable {
    /// The string as it stands in the definition, delimiters included.
    public let text: String

    /// The expression in a string.
    ///
    /// - Returns: nil when the string has no delimiters and so means itself.
    public init?(_ text: String) {
        guard text.hasPrefix("{%"), text.hasSuffix("%}"), text.utf8.count >= 4 else { return nil }
        self.text = text
    }

    /// The JSONata between the delimiters.
    public var source: String {
        String(text.dropFirst(2).dropLast(2))
    }
}
