// SPDX-License-Identifier: Apache-2.0

/// Functions that call functions.
enum HigherOrderFunctions {
    static let all: [NativeFunction] = [
        onArray("map", "<af>") { array, call in
            var results: [Value] = []
            for place in array.indices {
                let result = try item(array, place, call)
                if !result.isUndefined { results.append(result) }
            }
            return .sequence(results)
        },
        onArray("filter", "<af>") { array, call in
            var results: [Value] = []
            for place in array.indices where try call.evaluation.isTrue(item(array, place, call)) {
                results.append(array[place])
            }
            return .sequence(results)
        },
        onArray("single", "<af?>") { array, call in
            var found: Value?
            for place in array.indices {
                guard try call[1].isUndefined || call.evaluation.isTrue(item(array, place, call)) else { continue }
                guard found == nil else { throw JSONata.EvaluationError("D3138") }
                found = array[place]
            }
            guard let found else { throw JSONata.EvaluationError("D3139") }
            return found
        },
        onArray("reduce", "<afj?:j>", reduce),
        native("each", "<o-f:a>") { call in
            guard case .object(let object) = call[0] else { return .undefined }
            let results = try object.map { try member($0, object, call) }
            return .sequence(results.filter { !$0.isUndefined })
        },
        native("sift", "<o-f?:o>") { call in
            guard case .object(let object) = call[0] else { return .undefined }
            var members = Members()
            for (key, value) in object where try call.evaluation.isTrue(member((key, value), object, call)) {
                members[key] = value
            }
            return members.keys.isEmpty ? .undefined : .object(ObjectValue(members))
        },
    ]

    private static func item(_ array: ArrayValue, _ place: Int, _ call: Call) throws -> Value {
        guard case .function(let function) = call[1] else { return .undefined }
        let arguments = [array[place], .number(Double(place)), .array(array)]
        return try invoke(function, arguments, call)
    }

    private static func member(
        _ member: (key: String, value: Value),
        _ object: ObjectValue,
        _ call: Call
    ) throws -> Value {
        guard case .function(let function) = call[1] else { return .undefined }
        return try invoke(function, [member.value, .string(member.key), .object(object)], call)
    }

    /// Passes as many of the arguments as the function takes, but always the first.
    private static func invoke(_ function: Function, _ arguments: [Value], _ call: Call) throws -> Value {
        let taken = Array(arguments.prefix(max(function.arity, 1)))
        return try call.evaluation.invoke(function, taken, .undefined, call.frame)
    }

    private static func reduce(_ array: ArrayValue, _ call: Call) throws -> Value {
        guard case .function(let function) = call[1] else { return .undefined }
        guard function.arity >= 2 else { throw JSONata.EvaluationError("D3050") }
        var rest = array.indices
        var result = call[2]
        if result.isUndefined, let first = rest.popFirst() { result = array[first] }
        for place in rest {
            let arguments = [result, array[place], .number(Double(place)), .array(array)]
            result = try call.evaluation.invoke(
                function,
                Array(arguments.prefix(function.arity)),
                .undefined,
                call.frame
            )
        }
        return result
    }
}
