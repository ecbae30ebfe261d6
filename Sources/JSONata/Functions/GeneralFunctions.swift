// SPDX-License-Identifier: Apache-2.0

/// Functions of any value.
enum GeneralFunctions {
    static let all: [NativeFunction] = [
        native("boolean", "<x-:b>") { call in try call.evaluation.boolean(call[0]).map(Value.bool) ?? .undefined },
        native("not", "<x-:b>") { call in
            try call.evaluation.boolean(call[0]).map { .bool(!$0) } ?? .undefined
        },
        native("exists", "<x:b>") { call in .bool(!call[0].isUndefined) },
        defined("type", "<x:s>") { call in .string(typeName(call[0])) },
        native("error", "<s?:x>") { call in
            let message = given(call[0]) ?? "$error() function evaluated"
            throw JSONata.EvaluationError("D3137", details: ["message": message])
        },
        native("assert", "<bs?:x>") { call in
            if case .bool(true) = call[0] { return .undefined }
            let message = given(call[1]) ?? "$assert() statement failed"
            throw JSONata.EvaluationError("D3141", details: ["message": message])
        },
    ]

    /// A message, if there is something in it.
    private static func given(_ message: Value) -> String? {
        message.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    static let eval = native("eval", "<sx?:x>") { call in
        guard case .string(let source) = call[0] else { return .undefined }
        let root: Node
        do throws(JSONata.SyntaxError) {
            root = try Parser.parse(source)
        } catch {
            throw JSONata.EvaluationError("D3120", details: ["value": quoted(error.message)])
        }
        let input = call[1].isUndefined ? call.input : call[1]
        do {
            return try call.evaluation.evaluate(root, call.evaluation.wrapped(input), call.frame)
        } catch let error as JSONata.EvaluationError where error.code != "U1001" {
            throw JSONata.EvaluationError("D3121", details: ["value": quoted(error.message)])
        }
    }

    private static func typeName(_ value: Value) -> String {
        switch value {
        case .undefined: "undefined"
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .function: "function"
        }
    }
}
