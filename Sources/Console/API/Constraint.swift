// SPDX-License-Identifier: Apache-2.0

/// What the service's model asks of a string member.
enum Constraint: Sendable {
    case length(ClosedRange<Int>)
    /// At most so many bytes of UTF-8.
    case bytes(Int)
    case oneOf([String])
    /// `shown` is the regular expression of AWS's message; the predicate decides.
    case pattern(shown: String, @Sendable (String) -> Bool)

    static let name = Constraint.length(1...80)
    static let arn = Constraint.length(1...256)
    static let longARN = Constraint.length(1...2000)
    static let definition = Constraint.length(1...1_048_576)
    static let data = Constraint.bytes(262_144)

    /// - Returns: What the member must do, nil when it does.
    func demand(violatedBy text: String) -> String? {
        switch self {
        case .length:
            demand(violatedByLength: text.utf16.count)
        case .bytes(let most):
            text.utf8.count <= most ? nil : "have size less than or equal to \(most) bytes in UTF-8 encoding"
        case .oneOf(let values):
            values.contains(text) ? nil : "satisfy enum value set: [\(values.joined(separator: ", "))]"
        case .pattern(let shown, let matches):
            matches(text) ? nil : "satisfy regular expression pattern: \(shown)"
        }
    }

    /// - Returns: What the length must be, nil when it is.
    func demand(violatedByLength count: Int) -> String? {
        guard case .length(let range) = self, !range.contains(count) else { return nil }
        return count < range.lowerBound
            ? "have length greater than or equal to \(range.lowerBound)"
            : "have length less than or equal to \(range.upperBound)"
    }
}
