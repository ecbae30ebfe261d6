// SPDX-License-Identifier: Apache-2.0

/// A moment in UTC with the millisecond resolution that Step Functions records.
public struct Timestamp: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var millisecondsSinceEpoch: Int64

    /// The moment that many milliseconds after 1970-01-01T00:00:00Z.
    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// The moment that many seconds after 1970-01-01T00:00:00Z, to the millisecond.
    public init(secondsSinceEpoch: Double) {
        millisecondsSinceEpoch = Int64((secondsSinceEpoch * 1000).rounded())
    }

    /// Seconds since 1970-01-01T00:00:00Z, as AWS JSON writes moments.
    public var secondsSinceEpoch: Double {
        Double(millisecondsSinceEpoch) / 1000
    }

    /// The moment that many seconds later.
    public func adding(seconds: Double) -> Timestamp {
        Timestamp(millisecondsSinceEpoch: millisecondsSinceEpoch + Int64((seconds * 1000).rounded()))
    }
}

extension Timestamp: Comparable {
    /// Whether the left moment is the earlier one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 with milliseconds, as the context object has it: `2026-11-21T01:30:00.250Z`.
    public var description: String {
        let days = millisecondsSinceEpoch.quotientRoundingDown(by: 86_400_000)
        let millisecondOfDay = Int(millisecondsSinceEpoch - days * 86_400_000)
        let date = CivilDate(daysSinceEpoch: Int(days))
        let second = millisecondOfDay / 1000
        return "\(date.year.padded(to: 4))-\(date.month.padded(to: 2))-\(date.day.padded(to: 2))T"
            + "\((second / 3600).padded(to: 2)):\((second / 60 % 60).padded(to: 2)):\((second % 60).padded(to: 2))"
            + ".\((millisecondOfDay % 1000).padded(to: 3))Z"
    }
}

extension Int {
    /// The decimal digits, with zeros in front up to that many.
    func padded(to width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}

extension Int64 {
    fileprivate func quotientRoundingDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
