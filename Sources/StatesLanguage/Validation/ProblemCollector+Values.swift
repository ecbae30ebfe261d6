// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// Checks of single values. Each looks at a member of the object at the collector's place.
extension ProblemCollector {
    mutating func checkRange(_ value: Int?, _ member: String, _ range: ClosedRange<Int>) {
        guard let value else { return }
        if value < range.lowerBound {
            report(.numberRange, at: member, "Minimum value is \(range.lowerBound)")
        } else if value > range.upperBound {
            report(.numberRange, at: member, "Maximum value is \(range.upperBound)")
        }
    }

    mutating func checkRange(_ value: JSONNumber?, _ member: String, _ range: PartialRangeFrom<Double>) {
        guard let value, value.double < range.lowerBound else { return }
        report(.numberRange, at: member, "Minimum value is \(range.lowerBound)")
    }

    mutating func checkRange(_ value: JSONNumber?, _ member: String, _ range: ClosedRange<Double>) {
        guard let value else { return }
        if value.double < range.lowerBound {
            report(.numberRange, at: member, "Minimum value is \(range.lowerBound)")
        } else if value.double > range.upperBound {
            report(.numberRange, at: member, "Maximum value is \(range.upperBound)")
        }
    }

    /// A literal is within its range, and an expression only where the language has expressions.
    mutating func checkRange(
        _ value: Dynamic<Int>?,
        _ member: String,
        _ range: ClosedRange<Int>,
        _ scope: ValidationScope
    ) {
        switch value {
        case .literal(let number): checkRange(number, member, range)
        case .expression where scope.language == .jsonPath:
            report(.valueTypes, at: member, "Expected value of type Integer")
        case .expression, nil: break
        }
    }

    mutating func checkTimestamp(_ text: String, _ member: String) {
        guard !RFC3339.isTimestamp(text) else { return }
        report(.timestamp, at: member, "String does not match RFC3339 timestamp")
    }

    mutating func checkNotEmpty(_ collection: (some Collection)?, _ member: String) {
        guard let collection, collection.isEmpty else { return }
        report(.notEmpty, at: member, "Value cannot be empty")
    }
}
