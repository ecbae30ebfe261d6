// SPDX-License-Identifier: Apache-2.0

public import OrderedJSON

/// When and how to try again after an error.
/// https://states-language.net/spec.html#errors
public struct Retrier: Sendable, Hashable {
    /// How the wait before an attempt is spread.
    public enum JitterStrategy: String, Sendable, Hashable, CaseIterable {
        /// Somewhere between nothing and the computed wait.
        case full = "FULL"
        /// Exactly the computed wait. The default.
        case none = "NONE"
    }

    /// For people.
    public var comment: String?
    /// The error names that this retrier is for.
    public var errorEquals: [String]
    /// The wait before the first further attempt, in seconds; 1 when nil.
    public var intervalSeconds: Int?
    /// How many further attempts; 3 when nil, none when 0.
    public var maxAttempts: Int?
    /// By what the wait grows with each attempt; 2.0 when nil.
    public var backoffRate: JSONNumber?
    /// The longest wait, in seconds.
    public var maxDelaySeconds: Int?
    /// How the wait is spread.
    public var jitterStrategy: JitterStrategy?
    /// How the object was written.
    public var layout = MemberLayout()

    /// A retrier.
    public init(
        comment: String? = nil,
        errorEquals: [String],
        intervalSeconds: Int? = nil,
        maxAttempts: Int? = nil,
        backoffRate: JSONNumber? = nil,
        maxDelaySeconds: Int? = nil,
        jitterStrategy: JitterStrategy? = nil
    ) {
        self.comment = comment
        self.errorEquals = errorEquals
        self.intervalSeconds = intervalSeconds
        self.maxAttempts = maxAttempts
        self.backoffRate = backoffRate
        self.maxDelaySeconds = maxDelaySeconds
        self.jitterStrategy = jitterStrategy
    }
}

extension Retrier.JitterStrategy: Keyword {}

extension Retrier: DocumentObject {
    static let blank = Retrier(errorEquals: [])

    static let fields = FieldTable<Self>([
        .optional("Comment", \.comment),
        .required("ErrorEquals", \.errorEquals),
        .optional("IntervalSeconds", \.intervalSeconds),
        .optional("MaxAttempts", \.maxAttempts),
        .optional("BackoffRate", \.backoffRate),
        .optional("MaxDelaySeconds", \.maxDelaySeconds),
        .optional("JitterStrategy", \.jitterStrategy),
    ])
}
