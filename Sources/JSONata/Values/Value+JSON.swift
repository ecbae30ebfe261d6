// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension Value {
    /// Wraps JSON; containers keep sharing the document's storage.
    init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(let number): self = .number(number.double)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .array(ArrayValue(.json(elements), []))
        case .object(let object): self = .object(ObjectValue(object))
        }
    }
}

extension Evaluation {
    /// The JSON of a value; functions have none and vanish from objects.
    ///
    /// Elements without JSON become null, as they do in the reference implementation's output.
    func json(_ value: Value) throws -> JSONValue? {
        try spend(1)
        switch value {
        case .undefined, .function: return nil
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let value): return try .number(json(value))
        case .string(let value): return .string(value)
        case .array(let array):
            if case .json(let elements) = array.storage { return .array(elements) }
            return try .array(array.map { try json($0) ?? .null })
        case .object(let object):
            var members = JSONObject()
            members.reserveCapacity(object.count)
            for (key, value) in object { members[key] = try json(value) }
            return .object(members)
        }
    }

    private func json(_ value: Double) throws -> JSONNumber {
        guard value.isFinite else { throw JSONata.EvaluationError("D1001", value: .number(value)) }
        // Integral doubles print without a fraction: beyond 2^53 with the digits that JavaScript gives them.
        if let integer = Int64(exactly: value), abs(integer) <= 1 << 53 { return JSONNumber(integer) }
        return JSONNumber(literal: NumberText.text(of: value)) ?? JSONNumber(value)
    }
}
