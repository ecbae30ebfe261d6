// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// The value of `InputPath`, `OutputPath`, `ResultPath` or `ItemsPath`, where it is given: a path, or the `null` that
/// discards.
///
/// An absent field means its default instead, so properties of this type are optional.
/// https://states-language.net/spec.html#filters
public enum PathField: Sendable, Hashable {
    /// `null`: use `{}` (input, output), or keep the input and drop the result.
    case null
    /// A path, as written.
    case path(String)

    /// The path as written, unless it is null.
    public var path: String? {
        guard case .path(let text) = self else { return nil }
        return text
    }
}

extension PathField: ExpressibleByStringLiteral {
    /// A path.
    public init(stringLiteral value: String) {
        self = .path(value)
    }
}

extension PathField: DocumentValue {
    init?(decoding json: JSONValue, in context: inout ProblemCollector) {
        switch json {
        case .null: self = .null
        case .string(let path): self = .path(path)
        default:
            context.reportType("String")
            return nil
        }
    }

    var encoded: JSONValue {
        switch self {
        case .null: .null
        case .path(let path): .string(path)
        }
    }
}
