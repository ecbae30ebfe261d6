// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a JSON document, and where.
package struct DocumentError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The place, `["select", "tags", "0", "key"]` for instance; empty for the whole document.
    package var path: [String]
    /// The rest of the sentence: `"10x" is no duration; use <n>h, <n>d or <n>w`.
    package var problem: String

    package init(path: [String], problem: String) {
        self.path = path
        self.problem = problem
    }

    init(_ path: [any CodingKey], _ problem: String) {
        self.init(path: path.map(\.pathComponent), problem: problem)
    }

    package var description: String {
        path.isEmpty ? problem : "\(path.joined(separator: ".")): \(problem)"
    }
}

/// What is wrong with a policy document; the place is given from the policy's own top.
package struct PolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    package var path: [String]
    package var problem: String

    package var description: String {
        DocumentError(path: path, problem: problem).description
    }
}

extension CodingKey {
    /// The key in a path; positions in a list are plain numbers.
    var pathComponent: String {
        intValue.map(String.init) ?? stringValue
    }
}

extension DocumentError {
    /// The decoder's own complaints as sentences.
    package init(_ error: DecodingError) {
        switch error {
        case .typeMismatch(let type, let context):
            self.init(context.codingPath, "must be \(Self.noun(of: type))")
        case .valueNotFound(let type, let context):
            self.init(context.codingPath, "is null; it must be \(Self.noun(of: type))")
        case .keyNotFound(let key, let context):
            self.init(context.codingPath + [key], "is missing")
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            self.init([], "the document is not JSON")
        case .dataCorrupted(let context):
            self.init(context.codingPath, context.debugDescription)
        @unknown default:
            self.init([], "\(error)")
        }
    }

    private static func noun(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a string"
        case is Bool.Type: "true or false"
        case is Int.Type: "a whole number"
        case is any ExpressibleByDictionaryLiteral.Type: "an object"
        case is any ExpressibleByArrayLiteral.Type: "a list"
        default: "another type of value"
        }
    }
}
