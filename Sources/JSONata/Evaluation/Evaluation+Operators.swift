// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    func binary(
        _ symbol: BinaryOperator,
        _ left: Node,
        _ right: Node,
        at position: Int,
        _ input: Value,
        _ frame: Frame
    ) throws -> Value {
        let left = try evaluate(left, input, frame)
        let right = try evaluate(right, input, frame)
        do {
            switch symbol {
            case .add, .subtract, .multiply, .divide, .remainder: return try arithmetic(symbol, left, right)
            case .equal, .unequal:
                if left.isUndefined || right.isUndefined { return .bool(false) }
                return .bool(try areEqual(left, right) == (symbol == .equal))
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return try comparison(symbol, left, right)
            case .concatenate:
                let text = try text(left) + text(right)
                try spend(text: text.utf8.count)
                return .string(text)
            case .isIn:
                guard !left.isUndefined, !right.isUndefined else { return .bool(false) }
                return .bool(try right.elements.contains { try areEqual(left, $0) })
            }
        } catch var error as JSONata.EvaluationError {
            error.position = error.position ?? position
            error.token = error.token ?? symbol.rawValue
            throw error
        }
    }

    private func arithmetic(_ symbol: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
        for (side, code) in [(left, "T2001"), (right, "T2002")] {
            switch side {
            case .undefined: break
            case .number(let number) where number.isFinite: break
            case .number(let number) where !number.isNaN: throw JSONata.EvaluationError("D1001", value: side)
            default: throw JSONata.EvaluationError(code, token: symbol.rawValue, value: side)
            }
        }
        guard case .number(let left) = left, case .number(let right) = right else { return .undefined }
        let result: Double =
            switch symbol {
            case .add: left + right
            case .subtract: left - right
            case .multiply: left * right
            case .divide: left / right
            default: left.truncatingRemainder(dividingBy: right)
            }
        return .number(result)
    }

    private func comparison(_ symbol: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            switch symbol {
            case .less: return .bool(left < right)
            case .lessOrEqual: return .bool(left <= right)
            case .greater: return .bool(left > right)
            default: return .bool(left >= right)
            }
        case (.string(let left), .string(let right)):
            switch symbol {
            case .less: return .bool(left.precedes(right))
            case .lessOrEqual: return .bool(!right.precedes(left))
            case .greater: return .bool(right.precedes(left))
            default: return .bool(!left.precedes(right))
            }
        default: break
        }
        for side in [left, right] {
            switch side {
            case .undefined, .number, .string: break
            default: throw JSONata.EvaluationError("T2010", token: symbol.rawValue, value: side)
            }
        }
        if left.isUndefined || right.isUndefined { return .undefined }
        throw JSONata.EvaluationError(
            "T2009",
            token: symbol.rawValue,
            details: ["value": left.excerpt, "value2": right.excerpt]
        )
    }

    /// The value as `$string` gives it; nothing of undefined.
    func text(_ value: Value) throws -> String {
        switch value {
        case .undefined, .function: return ""
        case .string(let text): return text
        case .number(let number) where !number.isFinite: throw JSONata.EvaluationError("D3001", value: value)
        default:
            var writer = TextWriter(self)
            try writer.write(value)
            return writer.text
        }
    }

    /// Evaluates `[…]`.
    func array(_ elements: [Element], _ node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        let flags: ArrayValue.Flags = node.content.isConstructor ? [.constructed] : []
        if elements.count == 1, case .range(let first, let last) = elements[0] {
            let range = try range(first, last, at: node.position, input, frame)
            return .array(ArrayValue(range.storage, flags))
        }
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements {
            switch element {
            case .range(let first, let last):
                let range = try range(first, last, at: node.position, input, frame)
                try spend(range.count)
                values.append(contentsOf: range)
            case .value(let item):
                let value = try evaluate(item, input, frame)
                if case .array = item.kind {
                    values.append(value)
                } else {
                    let items = value.elements
                    try spend(items.count)
                    values.append(contentsOf: items)
                }
            }
        }
        return .array(ArrayValue(.values(values), flags))
    }

    private func range(
        _ first: Node,
        _ last: Node,
        at position: Int,
        _ input: Value,
        _ frame: Frame
    ) throws -> ArrayValue {
        let first = try evaluate(first, input, frame)
        let last = try evaluate(last, input, frame)
        let bounds = try [(first, "T2003"), (last, "T2004")].map { value, code -> Int? in
            if value.isUndefined { return nil }
            guard let number = value.number, let integer = Int(exactly: number) else {
                throw JSONata.EvaluationError(code, at: position, token: "..", value: value)
            }
            return integer
        }
        guard let lower = bounds[0], let upper = bounds[1], lower <= upper else {
            return ArrayValue(.values([]), [])
        }
        let (distance, overflow) = upper.subtractingReportingOverflow(lower)
        guard !overflow, distance < JSONata.Limits.rangeLength else {
            let size = Value.number(Double(upper) - Double(lower) + 1)
            throw JSONata.EvaluationError("D2014", at: position, token: "..", value: size)
        }
        return ArrayValue(.range(lower, upper), [])
    }
}
