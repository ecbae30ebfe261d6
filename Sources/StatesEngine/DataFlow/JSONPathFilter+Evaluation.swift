// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension JSONPathFilter {
    /// Whether the candidate passes the filter.
    func holds(for candidate: JSONValue, root: JSONValue) -> Bool {
        switch self {
        case .and(let filters): filters.allSatisfy { $0.holds(for: candidate, root: root) }
        case .or(let filters): filters.contains { $0.holds(for: candidate, root: root) }
        case .not(let filter): !filter.holds(for: candidate, root: root)
        case .exists(let path): Operand.path(path).value(for: candidate, root: root) != nil
        case .comparison(let left, .matches, .pattern(let pattern, let flags)):
            left.value(for: candidate, root: root)?.string.map { $0.matches(pattern, flags: flags) } ?? false
        case .comparison(let left, let comparison, let right):
            comparison.holds(left.value(for: candidate, root: root), right.value(for: candidate, root: root))
        }
    }
}

extension JSONPathFilter.Operand {
    fileprivate func value(for candidate: JSONValue, root: JSONValue) -> JSONValue? {
        switch self {
        case .value(let value): return value
        case .pattern: return nil
        case .path(let path):
            let origin = path.root == .item ? candidate : root
            let found = PathWalk(root: root).matches(of: path.steps[...], in: origin)
            return path.isDefinite ? found.first : .array(found)
        }
    }
}

extension JSONPathFilter.Operator {
    fileprivate func holds(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch self {
        case .equal: Self.areEqual(left, right)
        case .notEqual: !Self.areEqual(left, right)
        case .less:
            Self.compare(left, right) {
                $0 < $1
            } strings: {
                $0 < $1
            }
        case .lessOrEqual:
            Self.compare(left, right) {
                $0 <= $1
            } strings: {
                $0 <= $1
            }
        case .greater:
            Self.compare(left, right) {
                $0 > $1
            } strings: {
                $0 > $1
            }
        case .greaterOrEqual:
            Self.compare(left, right) {
                $0 >= $1
            } strings: {
                $0 >= $1
            }
        case .isIn: Self.has(right, left)
        case .isNotIn: !Self.has(right, left)
        case .contains: Self.contains(left, right)
        case .isSubset: left?.array?.allSatisfy { Self.has(right, $0) } ?? false
        case .hasAny: left?.array?.contains { Self.has(right, $0) } ?? false
        case .hasNone: left?.array.map { !$0.contains { Self.has(right, $0) } } ?? false
        case .hasSize: Self.size(left).map { $0 == right?.integer ?? Self.size(right) } ?? false
        case .isEmpty: Self.size(left).map { ($0 == 0) == right?.bool } ?? false
        case .matches: false
        }
    }

    private static func areEqual(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return left.isEquivalent(to: right)
    }

    private static func has(_ array: JSONValue?, _ element: JSONValue?) -> Bool {
        array?.array?.contains { areEqual($0, element) } ?? false
    }

    private static func contains(_ whole: JSONValue?, _ part: JSONValue?) -> Bool {
        if let whole = whole?.string, let part = part?.string { return whole.contains(part) }
        return has(whole, part)
    }

    private static func size(_ value: JSONValue?) -> Int? {
        value?.array?.count ?? value?.string?.unicodeScalars.count
    }

    private static func compare(
        _ left: JSONValue?,
        _ right: JSONValue?,
        numbers: (JSONNumber, JSONNumber) -> Bool,
        strings: (String, String) -> Bool
    ) -> Bool {
        if let left = left?.number, let right = right?.number { return numbers(left, right) }
        if let left = left?.string, let right = right?.string { return strings(left, right) }
        return false
    }
}

extension String {
    fileprivate func matches(_ pattern: String, flags: String) -> Bool {
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.ignoresCase(flags.contains("i")).wholeMatch(in: self)) != nil
    }
}
