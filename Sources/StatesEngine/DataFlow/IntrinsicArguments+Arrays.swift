// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension IntrinsicArguments {
    func arrayPartition() throws(IntrinsicRefusal) -> JSONValue {
        let array = try array(0)
        let size = try integer(1)
        guard size > 0 else { throw IntrinsicRefusal("The chunk size must be a positive integer but was: \(size)") }
        return .array(
            stride(from: 0, to: array.count, by: size).map { .array(Array(array[$0..<min($0 + size, array.count)])) }
        )
    }

    /// Numbers from the first up to and with the second; no more than 1,000.
    func arrayRange() throws(IntrinsicRefusal) -> JSONValue {
        let (first, last, step) = (try integer(0), try integer(1), try integer(2))
        guard step != 0 else { throw IntrinsicRefusal("The step of a range must not be 0") }
        let count = step > 0 ? (last - first) / step + 1 : (first - last) / -step + 1
        guard count <= 1000 else { throw IntrinsicRefusal("A range must not have more than 1000 elements") }
        return .array(stride(from: first, through: last, by: step).map { .integer($0) })
    }

    func arrayGetItem() throws(IntrinsicRefusal) -> JSONValue {
        let array = try array(0)
        let index = try integer(1)
        guard array.indices.contains(index) else {
            throw IntrinsicRefusal("The index \(index) is out of bounds for an array of length \(array.count)")
        }
        return array[index]
    }

    static func unique(_ array: [JSONValue]) -> [JSONValue] {
        var seen: Set<JSONValue> = []
        return array.filter { seen.insert($0.canonical).inserted }
    }

    /// The members of both; where both have one, the second's.
    ///
    /// Deep merging is not supported by Step Functions.
    func jsonMerge() throws(IntrinsicRefusal) -> JSONValue {
        guard values[2].bool == false else {
            throw IntrinsicRefusal("Only shallow merging is supported: the third argument must be false")
        }
        var merged = try object(0)
        for (name, value) in try object(1) {
            merged[name] = value
        }
        return .object(merged)
    }

    /// A number from the first up to but without the second.
    func mathRandom(_ generator: inout SeededGenerator) throws(IntrinsicRefusal) -> JSONValue {
        let (lower, upper) = (try integer(0), try integer(1))
        guard lower < upper else {
            throw IntrinsicRefusal("The start \(lower) of a random range must be less than its end \(upper)")
        }
        guard values.count > 2 else { return .integer(Int.random(in: lower..<upper, using: &generator)) }
        var seeded = SeededGenerator(seed: UInt64(bitPattern: Int64(try integer(2))))
        return .integer(Int.random(in: lower..<upper, using: &seeded))
    }

    func mathAdd() throws(IntrinsicRefusal) -> Int {
        let first = try integer(0)
        let (sum, isOverflow) = first.addingReportingOverflow(try integer(1))
        guard !isOverflow else { throw IntrinsicRefusal("The sum is out of range") }
        return sum
    }
}

extension JSONValue {
    /// The value with object members in the order of their names, so that equivalent values are equal.
    var canonical: JSONValue {
        switch self {
        case .array(let elements): .array(elements.map(\.canonical))
        case .object(let object):
            .object(JSONObject(object.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value.canonical) }))
        case .null, .bool, .number, .string: self
        }
    }
}
