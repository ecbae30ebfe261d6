// SPDX-License-Identifier: Apache-2.0

extension Evaluation {
    /// A call that is the last thing a lambda does.
    ///
    /// It is made after the lambda is left, so that it takes no stack.
    private struct TailCall {
        let function: Function
        let arguments: [Value]
        let input: Value
        let frame: Frame
        let node: Node
        let name: String?
    }

    private enum Outcome {
        case value(Value)
        case tailCall(TailCall)
    }

    /// `procedure(arguments)`, with another argument before them where `~>` gives one.
    func call(
        _ procedure: Node,
        _ arguments: [Node],
        at node: Node,
        after first: Value? = nil,
        _ input: Value,
        _ frame: Frame
    ) throws -> Value {
        let call = try prepare(procedure, arguments, at: node, after: first, input, frame)
        return try invoke(call)
    }

    private func prepare(
        _ procedure: Node,
        _ arguments: [Node],
        at node: Node,
        after first: Value? = nil,
        _ input: Value,
        _ frame: Frame
    ) throws -> TailCall {
        let value = try evaluate(procedure, input, frame)
        var values = first.map { [$0] } ?? []
        if value.function == nil, value.isUndefined { try suggest(procedure, "T1005", at: node, frame) }
        for argument in arguments { values.append(try evaluate(argument, input, frame)) }
        guard let function = value.function else {
            throw JSONata.EvaluationError("T1006", at: node.position, token: procedure.excerpt)
        }
        return TailCall(
            function: function,
            arguments: values,
            input: input,
            frame: frame,
            node: node,
            name: procedure.functionName
        )
    }

    /// Says that `name` was perhaps meant to be `$name`.
    private func suggest(_ procedure: Node, _ code: String, at node: Node, _ frame: Frame) throws {
        guard let name = procedure.plainName, frame.lookup(name) != nil || library[name] != nil else { return }
        throw JSONata.EvaluationError(code, at: node.position, token: name, details: ["token": name])
    }

    private func invoke(_ call: TailCall) throws -> Value {
        do {
            return try invoke(call.function, call.arguments, call.input, call.frame, name: call.name)
        } catch var error as JSONata.EvaluationError {
            error.position = error.position ?? call.node.position
            error.token = error.token ?? call.name
            throw error
        }
    }

    /// Calls a function with arguments that are values.
    func invoke(
        _ function: Function,
        _ arguments: [Value],
        _ input: Value,
        _ frame: Frame,
        name: String? = nil
    ) throws -> Value {
        var (function, arguments, input, frame, name) = (function, arguments, input, frame, name)
        while true {
            try spend(1)
            switch function {
            case .native(let native):
                let context = unwrapped(input)
                let name = name ?? native.name
                let checked = try native.signature?.validated(arguments, context, name) ?? arguments
                let call = Call(name: name, arguments: checked, input: context, frame: frame, evaluation: self)
                return try self.checked(native.body(call))
            case .closure(let closure):
                let values =
                    try closure.lambda.signature?.validated(arguments, unwrapped(input), name ?? "") ?? arguments
                let inner = Frame(parent: closure.frame, variables: [])
                for (index, parameter) in closure.lambda.parameters.enumerated() {
                    inner.bind(parameter, index < values.count ? values[index] : .undefined)
                }
                switch try tail(closure.lambda.body, closure.input, inner) {
                case .value(let value): return value
                case .tailCall(let next):
                    (function, arguments, input, frame, name) =
                        (next.function, next.arguments, next.input, next.frame, next.name)
                }
            case .partial(let partial):
                var given = arguments[...]
                arguments = partial.arguments.map { $0 ?? given.popFirst() ?? .undefined }
                function = partial.function
            case .composition(let composition):
                arguments = [try invoke(composition.first, arguments, input, frame)]
                function = composition.second
            case .regex(let regex):
                guard case .string(let text) = arguments.first ?? .undefined else { return .undefined }
                return try match(regex, Array(text.utf16), from: 0)
            case .matcher(let iterator):
                return try match(iterator.regex, iterator.text, from: iterator.start)
            case .transform(let transformation):
                return try transform(arguments.first ?? .undefined, transformation)
            }
        }
    }

    /// Evaluates the body of a lambda up to its last call.
    private func tail(_ body: Node, _ input: Value, _ frame: Frame) throws -> Outcome {
        let depthBefore = depth
        defer { depth = depthBefore }
        var (node, frame) = (body, frame)
        while node.isPlain {
            switch node.kind {
            case .condition(let condition, let then, let otherwise):
                depth += 1
                try spend(1)
                if try isTrue(evaluate(condition, input, frame)) {
                    node = then
                } else if let otherwise {
                    node = otherwise
                } else {
                    return .value(.undefined)
                }
            case .block(let nodes):
                guard let last = nodes.last else { return .value(.undefined) }
                depth += 1
                try spend(1)
                frame = Frame(parent: frame)
                for node in nodes.dropLast() { _ = try evaluate(node, input, frame) }
                node = last
            case .call(let procedure, let arguments):
                depth += 1
                return .tailCall(try prepare(procedure, arguments, at: node, input, frame))
            default:
                return .value(try evaluate(node, input, frame))
            }
        }
        return .value(try evaluate(node, input, frame))
    }

    private func unwrapped(_ input: Value) -> Value {
        if case .array(let array) = input, array.flags.contains(.wrapsInput) { return array[0] }
        return input
    }

    /// Evaluates `procedure(a, ?)`.
    func partial(
        _ procedure: Node,
        _ arguments: [Node?],
        at node: Node,
        _ input: Value,
        _ frame: Frame
    ) throws -> Value {
        let values = try arguments.map { try $0.map { try evaluate($0, input, frame) } }
        let value = try evaluate(procedure, input, frame)
        if value.isUndefined { try suggest(procedure, "T1007", at: node, frame) }
        guard let function = value.function else {
            throw JSONata.EvaluationError("T1008", at: node.position, token: procedure.excerpt)
        }
        return .function(.partial(PartialApplication(function, values)))
    }

    /// Evaluates `left ~> right`.
    func application(_ left: Node, _ right: Node, _ input: Value, _ frame: Frame) throws -> Value {
        let first = try evaluate(left, input, frame)
        if case .call(let procedure, let arguments) = right.kind {
            var result = try call(procedure, arguments, at: right, after: first, input, frame)
            for filter in right.content.filters { result = try filtered(result, filter, frame) }
            return result
        }
        let value = try evaluate(right, input, frame)
        guard let function = value.function else {
            throw JSONata.EvaluationError("T2006", at: right.position, value: value)
        }
        if let inner = first.function { return .function(.composition(Composition(inner, function))) }
        return try invoke(function, [first], input, frame, name: right.functionName)
    }
}

extension Node {
    /// The name under which the node calls a function.
    fileprivate var functionName: String? {
        if case .variable(let name) = kind { return name }
        return plainName
    }
}
