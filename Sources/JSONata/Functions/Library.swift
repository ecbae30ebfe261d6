// SPDX-License-Identifier: Apache-2.0

extension JSONata.Dialect {
    /// The functions of the dialect by name.
    var library: [String: NativeFunction] {
        switch self {
        case .standard: Self.standardLibrary
        case .stepFunctions: Self.stepFunctionsLibrary
        }
    }

    /// The names of the functions of the dialect, without the leading `$`.
    public var functionNames: Set<String> { Set(library.keys) }

    private static let standardLibrary = index(
        [
            StringFunctions.all, PatternFunctions.all, EncodingFunctions.all, NumericFunctions.all,
            AggregateFunctions.all, ArrayFunctions.all, ObjectFunctions.all, HigherOrderFunctions.all,
            DateTimeFunctions.all, GeneralFunctions.all, [GeneralFunctions.eval],
        ].flatMap(\.self)
    )

    private static let stepFunctionsLibrary =
        standardLibrary
        .filter { $0.key != "eval" }
        .merging(index(StepFunctionsLibrary.all)) { _, added in added }

    private static func index(_ functions: [NativeFunction]) -> [String: NativeFunction] {
        Dictionary(uniqueKeysWithValues: functions.map { ($0.name, $0) })
    }
}

/// A library function with its signature in the notation of the documentation.
func native(
    _ name: String,
    _ signature: StaticString,
    arity: Int? = nil,
    _ body: @escaping NativeFunction.Body
) -> NativeFunction {
    NativeFunction(name, Signature(library: signature), arity: arity, body)
}

/// A library function that is undefined where its first argument is.
func defined(
    _ name: String,
    _ signature: StaticString,
    arity: Int? = nil,
    _ body: @escaping NativeFunction.Body
) -> NativeFunction {
    native(name, signature, arity: arity) { call in call[0].isUndefined ? .undefined : try body(call) }
}

/// A library function of a text.
func onText(
    _ name: String,
    _ signature: StaticString,
    _ body: @escaping @Sendable (_ text: String, _ call: Call) throws -> Value
) -> NativeFunction {
    native(name, signature) { call in
        guard case .string(let text) = call[0] else { return .undefined }
        try call.evaluation.spend(text: text.utf8.count)
        return try body(text, call)
    }
}

/// A library function of a number.
func onNumber(
    _ name: String,
    _ signature: StaticString,
    _ body: @escaping @Sendable (_ number: Double, _ call: Call) throws -> Value
) -> NativeFunction {
    native(name, signature) { call in
        guard case .number(let number) = call[0] else { return .undefined }
        return try body(number, call)
    }
}

/// A library function of an array.
func onArray(
    _ name: String,
    _ signature: StaticString,
    arity: Int? = nil,
    _ body: @escaping @Sendable (_ array: ArrayValue, _ call: Call) throws -> Value
) -> NativeFunction {
    native(name, signature, arity: arity) { call in
        guard case .array(let array) = call[0] else { return .undefined }
        try call.evaluation.spend(array.count >> 3)
        return try body(array, call)
    }
}

/// A whole number for a length or a count; a fraction is cut off, and what no array is long enough for is clamped.
func clamped(_ number: Double) -> Int {
    if number.isNaN { return 0 }
    return Int(max(-1e15, min(1e15, number)))
}
