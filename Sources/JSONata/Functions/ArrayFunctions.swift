// SPDX-License-Identifier: Apache-2.0

/// Arrays.
enum ArrayFunctions {
    static let all: [NativeFunction] = [
        native("append", "<xx:a>") { call in
            if call[0].isUndefined { return call[1] }
            if call[1].isUndefined { return call[0] }
            let (left, right) = (call[0].elements, call[1].elements)
            try call.evaluation.spend(left.count + right.count)
            return .array(of: left.values + right.values)
        },
        onArray("reverse", "<a:a>") { array, call in
            try call.evaluation.spend(array.count)
            return .array(of: array.reversed())
        },
        onArray("shuffle", "<a:a>") { array, call in
            try call.evaluation.spend(array.count)
            var values = array.values
            for place in values.indices.reversed().dropLast() {
                values.swapAt(place, Int(call.evaluation.random() * Double(place + 1)))
            }
            return .array(of: values)
        },
        onArray("sort", "<af?:a>", sort),
        native("zip", "<a+>") { call in
            let length = call.arguments.map { $0.elements.count }.min() ?? 0
            try call.evaluation.spend(length * call.arguments.count)
            let arrays = call.arguments.map(\.elements)
            return .array(of: (0..<length).map { place in .array(of: arrays.map { $0[place] }) })
        },
        native("distinct", "<x:x>") { call in
            guard case .array(let array) = call[0], array.count > 1 else { return call[0] }
            var seen = DistinctValues(call.evaluation)
            var values: [Value] = []
            for value in array where try seen.insert(value) { values.append(value) }
            return .array(ArrayValue(.values(values), array.flags.intersection(.sequence)))
        },
    ]

    private static func sort(_ array: ArrayValue, _ call: Call) throws -> Value {
        guard array.count > 1 else { return .array(array) }
        if case .function(let comparator) = call[1] {
            return .array(
                of: try call.evaluation.mergeSorted(array.values) { left, right in
                    let result = try call.evaluation.invoke(comparator, [left, right], .undefined, call.frame)
                    return try call.evaluation.isTrue(result)
                }
            )
        }
        if array.allSatisfy({ $0.number != nil }) {
            return .array(of: try call.evaluation.mergeSorted(array.values) { ($0.number ?? 0) > ($1.number ?? 0) })
        }
        guard array.allSatisfy({ $0.string != nil }) else { throw JSONata.EvaluationError("D3070") }
        return .array(
            of: try call.evaluation.mergeSorted(array.values) { ($1.string ?? "").precedes($0.string ?? "") }
        )
    }
}

/// The values seen so far, each different from the others.
private struct DistinctValues {
    private enum Scalar: Hashable {
        case null
        case bool(Bool)
        case number(Double)
        case string([UInt8])
    }

    private let evaluation: Evaluation
    private var scalars: Set<Scalar> = []
    private var containers: [Value] = []

    init(_ evaluation: Evaluation) {
        self.evaluation = evaluation
    }

    /// Whether the value is a new one.
    mutating func insert(_ value: Value) throws -> Bool {
        try evaluation.spend(1)
        switch value {
        case .undefined: return false
        case .null: return scalars.insert(.null).inserted
        case .bool(let value): return scalars.insert(.bool(value)).inserted
        case .number(let value): return scalars.insert(.number(value)).inserted
        case .string(let value): return scalars.insert(.string(Array(value.utf8))).inserted
        case .array, .object, .function:
            for other in containers where try evaluation.areEqual(other, value) { return false }
            containers.append(value)
            return true
        }
    }
}
