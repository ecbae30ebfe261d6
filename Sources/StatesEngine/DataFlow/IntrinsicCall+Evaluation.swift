// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage

extension IntrinsicCall {
    /// What the function gives.
    ///
    /// - Throws: ``StateFailure``: `States.IntrinsicFailure` when the arguments do not fit, else that of a path.
    func evaluate(in scope: inout EvaluationScope) throws(StateFailure) -> JSONValue {
        var values: [JSONValue] = []
        values.reserveCapacity(arguments.count)
        for argument in arguments {
            values.append(try argument.evaluate(in: &scope, call: text))
        }
        do {
            return try IntrinsicArguments(values: values).apply(function, template: formatTemplate, in: &scope)
        } catch {
            throw .intrinsic("The function '\(text)' had the following error: \(error.message)")
        }
    }

    /// The template of `States.Format` as written, since escaped braces in it are no placeholders.
    private var formatTemplate: String? {
        guard function == .format, case .string(let template)? = arguments.first else { return nil }
        return template.raw
    }
}

extension IntrinsicCall.Argument {
    fileprivate func evaluate(in scope: inout EvaluationScope, call: String) throws(StateFailure) -> JSONValue {
        switch self {
        case .string(let string): return .string(string.value)
        case .value(let value): return value
        case .call(let call): return try call.evaluate(in: &scope)
        case .path(let path):
            do {
                return try path.evaluate(in: scope)
            } catch {
                let place = "The function '\(call)' had the following error: "
                guard case .input = path.root else { throw .intrinsic(place + error.message) }
                throw .runtime(
                    place + "The JsonPath argument for the field '\(path.text)' could not be found in the input "
                        + "'\(scope.input.serialized())'"
                )
            }
        }
    }
}

/// Why an intrinsic function refuses its arguments.
struct IntrinsicRefusal: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// The arguments of one call, and the access to them in the type that a function wants.
struct IntrinsicArguments {
    let values: [JSONValue]

    func apply(
        _ function: IntrinsicFunction,
        template: String?,
        in scope: inout EvaluationScope
    ) throws(IntrinsicRefusal) -> JSONValue {
        switch function {
        case .format: .string(try format(template))
        case .stringToJSON: try stringToJSON()
        case .jsonToString: .string(values[0].serialized())
        case .array: .array(values)
        case .arrayPartition: try arrayPartition()
        case .arrayContains: .bool(try array(0).contains { $0.isEquivalent(to: values[1]) })
        case .arrayRange: try arrayRange()
        case .arrayGetItem: try arrayGetItem()
        case .arrayLength: .integer(try array(0).count)
        case .arrayUnique: .array(Self.unique(try array(0)))
        case .base64Encode: .string(Base64.encode(Array(try boundedString(0).utf8)))
        case .base64Decode: try base64Decode()
        case .hash: try hash()
        case .jsonMerge: try jsonMerge()
        case .mathRandom: try mathRandom(&scope.generator)
        case .mathAdd: .integer(try mathAdd())
        case .stringSplit: try stringSplit()
        case .uuid: .string(scope.generator.uuid())
        }
    }

    func string(_ index: Int) throws(IntrinsicRefusal) -> String {
        guard let string = values[index].string else { throw refusal(index, "a string") }
        return string
    }

    func array(_ index: Int) throws(IntrinsicRefusal) -> [JSONValue] {
        guard let array = values[index].array else { throw refusal(index, "an array") }
        return array
    }

    func object(_ index: Int) throws(IntrinsicRefusal) -> JSONObject {
        guard let object = values[index].object else { throw refusal(index, "an object") }
        return object
    }

    /// An integer; a number with a fraction is rounded.
    func integer(_ index: Int) throws(IntrinsicRefusal) -> Int {
        guard let number = values[index].number else { throw refusal(index, "an integer") }
        if let integer = number.integer { return Int(integer) }
        guard let rounded = Int(exactly: (number.double + 0.5).rounded(.down)) else {
            throw refusal(index, "an integer of 64 bits")
        }
        return rounded
    }

    /// A string of at most 10,000 characters, the most that encoding and hashing take.
    func boundedString(_ index: Int) throws(IntrinsicRefusal) -> String {
        let string = try string(index)
        guard string.unicodeScalars.count <= 10_000 else {
            throw IntrinsicRefusal("Input exceeded the maximum length of 10000 characters")
        }
        return string
    }

    private func refusal(_ index: Int, _ kind: String) -> IntrinsicRefusal {
        IntrinsicRefusal("Argument \(index + 1) must be \(kind) but was: \(values[index].serialized())")
    }
}
