// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// A call of an intrinsic function: `States.Format('{} of {}', $.done, States.ArrayLength($.items))`.
/// https://states-language.net/spec.html#intrinsic-functions
public struct IntrinsicCall: Sendable, Hashable {
    /// What a function is called with.
    public indirect enum Argument: Sendable, Hashable {
        /// A string in single quotes.
        case string(IntrinsicString)
        /// A number, `true`, `false` or `null`.
        case value(JSONValue)
        /// What a path leads to.
        case path(JSONPathExpression)
        /// What another function gives.
        case call(IntrinsicCall)
    }

    /// How deep calls may nest.
    public static let maximumDepth = 10

    /// The call as it was written.
    public let text: String
    /// The function.
    public let function: IntrinsicFunction
    /// The arguments, as many as the function takes.
    public let arguments: [Argument]
}

/// A string literal of an intrinsic function call.
public struct IntrinsicString: Sendable, Hashable {
    /// The text between the quotes, escapes as written: `\{` is not the start of a placeholder of `States.Format`.
    public let raw: String

    /// The literal with that text between its quotes.
    public init(raw: String) {
        self.raw = raw
    }

    /// The string that is meant: `\'`, `\{`, `\}` and `\\` stand for the character behind the backslash.
    public var value: String {
        var result = String.UnicodeScalarView()
        var scalars = raw.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == .backslash, let escaped = scalars.next() else {
                result.append(scalar)
                continue
            }
            if !"'{}\\".unicodeScalars.contains(escaped) { result.append(scalar) }
            result.append(escaped)
        }
        return String(result)
    }
}

extension IntrinsicCall {
    /// Parses a call.
    ///
    /// - Throws: ``ExpressionSyntaxError`` with the place, also for unknown functions and wrong numbers of arguments.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        var scanner = ExpressionScanner(text)
        self = try scanner.call(depth: 1)
        guard scanner.isAtEnd else { throw scanner.error("unexpected \(scanner.here)") }
    }
}
