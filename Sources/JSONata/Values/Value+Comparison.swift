// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Whether both are the same text, code unit by code unit.
    ///
    /// Swift's `==` also takes for equal what Unicode holds for different spellings of one text; JavaScript does not.
    func isIdentical(to other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// JavaScript's order of strings: by UTF-16 code units.
    func precedes(_ other: String) -> Bool {
        utf16.lexicographicallyPrecedes(other.utf16)
    }
}

extension Evaluation {
    /// Whether both are the same value, whatever the order of object members.
    func areEqual(_ left: Value, _ right: Value) throws -> Bool {
        try spend(1)
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let left), .bool(let right)): return left == right
        case (.number(let left), .number(let right)): return left == right
        case (.string(let left), .string(let right)): return left.isIdentical(to: right)
        case (.array(let left), .array(let right)):
            guard left.count == right.count else { return false }
            return try left.indices.allSatisfy { try areEqual(left[$0], right[$0]) }
        case (.object(let left), .object(let right)):
            if left === right { return true }
            guard left.count == right.count else { return false }
            return try left.allSatisfy { key, value in try right[key].map { try areEqual(value, $0) } ?? false }
        case (.function(let left), .function(let right)): return left.isIdentical(to: right)
        default: return false
        }
    }

    /// What the value is as a boolean; nil of undefined.
    func boolean(_ value: Value) throws -> Bool? {
        switch value {
        case .undefined: return nil
        case .null, .function: return false
        case .bool(let value): return value
        case .number(let value): return value != 0 && !value.isNaN
        case .string(let value): return !value.isEmpty
        case .object(let object): return object.count > 0
        case .array(let array):
            try spend(array.count)
            return try array.contains { try boolean($0) ?? false }
        }
    }

    /// Whether a condition holds; undefined does not.
    func isTrue(_ value: Value) throws -> Bool {
        try boolean(value) ?? false
    }
}

extension Function {
    func isIdentical(to other: Function) -> Bool {
        switch (self, other) {
        case (.native(let left), .native(let right)): left === right
        case (.closure(let left), .closure(let right)): left === right
        case (.partial(let left), .partial(let right)): left === right
        case (.composition(let left), .composition(let right)): left === right
        case (.transform(let left), .transform(let right)): left === right
        default: false
        }
    }
}
