// SPDX-License-Identifier: Apache-2.0

/// A JSON number that keeps integers of 64 bits exactly and remembers a literal that no double would print again.
///
/// Two numbers are equal when they mean the same: `1`, `1.0` and `1e0` are equal and differ only in ``literal``.
public struct JSONNumber: Sendable {
    private enum Storage {
        case integer(Int64)
        /// `literal` is set only where it differs from what `value` prints.
        case double(value: Double, literal: String?)
    }

    private let storage: Storage

    /// An integer; one beyond 64 bits keeps its digits as a literal.
    public init(_ value: some BinaryInteger) {
        if let exact = Int64(exactly: value) {
            storage = .integer(exact)
        } else {
            storage = .double(value: Double(value), literal: String(value))
        }
    }

    /// A finite double.
    ///
    /// JSON has no infinity and no NaN: callers check before.
    public init(_ value: Double) {
        precondition(value.isFinite, "JSON numbers are finite")
        storage = .double(value: value, literal: nil)
    }

    /// The number that a JSON literal stands for.
    ///
    /// - Returns: nil when the text is no number, or is beyond the range of a double.
    public init?(literal: String) {
        if let integer = Int64(literal), literal != "-0", !literal.hasPrefix("+") {
            storage = .integer(integer)
        } else if let value = Double(literal), value.isFinite {
            storage = .double(value: value, literal: value.description == literal ? nil : literal)
        } else {
            return nil
        }
    }

    /// The nearest double.
    public var double: Double {
        switch storage {
        case .integer(let value): Double(value)
        case .double(let value, _): value
        }
    }

    /// The exact integer, where there is no fraction and 64 bits suffice.
    public var integer: Int64? {
        switch storage {
        case .integer(let value): value
        case .double(let value, _): Int64(exactly: value)
        }
    }

    /// Whether the number was written, or made, as an integer: `1` is, `1.0` is not.
    public var isIntegerLiteral: Bool {
        switch storage {
        case .integer: true
        case .double(_, let literal): literal.map { !$0.contains { ".eE".contains($0) } } ?? false
        }
    }

    /// The JSON text of the number, as it was read where it was read.
    public var literal: String {
        switch storage {
        case .integer(let value): String(value)
        case .double(let value, let literal): literal ?? value.description
        }
    }
}

extension JSONNumber: Hashable {
    /// Whether both mean the same number, compared exactly.
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        switch (left.integer, right.integer) {
        case (let left?, let right?): left == right
        case (nil, nil): left.double == right.double
        default: false
        }
    }

    /// Hashes what the number means, so that `1` and `1.0` collide as equality asks.
    public func hash(into hasher: inout Hasher) {
        if let integer {
            hasher.combine(integer)
        } else {
            hasher.combine(double)
        }
    }
}

extension JSONNumber: Comparable {
    /// Numeric order, exact between integers.
    public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        if let left = left.integer, let right = right.integer {
            return left < right
        }
        return left.double < right.double
    }
}
