// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

/// One evaluation of an expression: its limits, its clock, and what is left of its budget.
final class Evaluation {
    let environment: JSONata.Environment
    private(set) var stepsLeft: Int
    var depth = 0
    private var isOnLargerStack = false
    private let deadline: ContinuousClock.Instant?
    private var stepsToDeadlineCheck = 4096
    /// Frames that closures hold.
    ///
    /// A closure and the frame that names it hold each other, so these are dismantled when the evaluation ends.
    private var capturedFrames: [Frame] = []
    private var startMilliseconds: Int64?
    /// The functions of the dialect.
    let library: [String: NativeFunction]

    /// Beyond this depth evaluation goes on upon a larger stack: 512 KiB suffice for it with room for the caller.
    private static let depthOnCallersStack = 18
    /// What a level takes at most, without optimization; a tenth of it is usual in a release build.
    private static let bytesPerLevel = 24 << 10

    init(_ environment: JSONata.Environment) {
        self.environment = environment
        stepsLeft = environment.limits.steps
        deadline = environment.limits.duration.map { ContinuousClock.now + $0 }
        library = environment.dialect.library
    }

    func run(_ root: Node, input: JSONValue?, bindings: [String: JSONValue]) throws -> JSONValue? {
        defer {
            for frame in capturedFrames { frame.dismantle() }
        }
        let input = input.map(Value.init) ?? .undefined
        let global = Frame(parent: nil)
        for (name, value) in bindings { global.bind(name, Value(value)) }
        for (name, function) in environment.functions { global.bind(name, .function(.native(host(name, function)))) }
        global.bind("$", input)
        var result = try evaluate(root, wrapped(input), global)
        if case .array(let array) = result, array.tuples != nil { result = .sequence(array.values) }
        return try json(result)
    }

    /// The document as the first context: an array counts as one item.
    func wrapped(_ input: Value) -> Value {
        guard case .array(let array) = input, !array.isSequence else { return input }
        return .array(ArrayValue(.values([input]), [.sequence, .wrapsInput]))
    }

    private func host(_ name: String, _ body: @escaping JSONata.Environment.HostFunction) -> NativeFunction {
        NativeFunction(name, nil) { call in
            let arguments = try call.arguments.map { try call.evaluation.json($0) }
            return try body(arguments).map(Value.init) ?? .undefined
        }
    }

    /// Milliseconds since 1970 at the start of the evaluation: one moment for all of it.
    func now() -> Int64 {
        let now = startMilliseconds ?? environment.now()
        startMilliseconds = now
        return now
    }

    /// A random number in 0..<1.
    func random() -> Double {
        Double(environment.random() >> 11) / Double(1 << 53)
    }

    // MARK: Limits

    /// Takes steps off the budget.
    func spend(_ steps: Int) throws {
        stepsLeft -= steps
        guard stepsLeft >= 0 else { throw JSONata.EvaluationError.timeout }
        guard let deadline else { return }
        stepsToDeadlineCheck -= steps
        guard stepsToDeadlineCheck <= 0 else { return }
        stepsToDeadlineCheck = 4096
        if ContinuousClock.now > deadline { throw JSONata.EvaluationError.timeout }
    }

    /// Takes the making of a text off the budget.
    func spend(text bytes: Int) throws {
        guard bytes <= JSONata.Limits.textLength else { throw JSONata.EvaluationError.tooMuchText }
        try spend(bytes >> 4)
    }

    /// The value, unless it nests deeper than a value may.
    func checked(_ value: Value) throws -> Value {
        guard value.nesting <= JSONata.Limits.nesting else { throw JSONata.EvaluationError.stackOverflow }
        return value
    }

    /// Keeps a frame that a closure sees until the evaluation ends.
    func capture(_ frame: Frame) {
        guard !frame.isCaptured else { return }
        frame.isCaptured = true
        capturedFrames.append(frame)
    }

    // MARK: Nodes

    func evaluate(_ node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        depth += 1
        defer { depth -= 1 }
        try spend(1)
        guard depth <= environment.limits.depth else { throw JSONata.EvaluationError.stackOverflow }
        guard !isOnLargerStack, depth >= Self.depthOnCallersStack else { return try finished(node, input, frame) }
        isOnLargerStack = true
        defer { isOnLargerStack = false }
        var result = Value.undefined
        let levels = max(environment.limits.depth - depth, 0)
        let ran = try DeepStack.run(bytes: (1 << 20) + levels * Self.bytesPerLevel) {
            result = try finished(node, input, frame)
        }
        guard ran else { throw JSONata.EvaluationError.stackOverflow }
        return result
    }

    /// The value of a node with what stands behind it: predicates, a grouping, `[]`.
    private func finished(_ node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        var result = try value(of: node, input, frame)
        for filter in node.content.filters { result = try filtered(result, filter, frame) }
        if let group = node.content.group {
            if case .path = node.kind {} else { result = try grouped(result, group, frame) }
        }
        guard case .array(var array) = result else { return try checked(result) }
        guard array.isSequence, array.tuples == nil else { return try checked(result) }
        if node.content.keepsArray { array = array.flagged(array.flags.union(.keepsSingleton)) }
        switch array.count {
        case 0: return .undefined
        case 1 where !array.flags.contains(.keepsSingleton): return array[0]
        default: return try checked(.array(array))
        }
    }

    private func value(of node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        switch node.kind {
        case .string(let value): return .string(value)
        case .number(let value): return .number(value)
        case .bool(let value): return .bool(value)
        case .null: return .null
        case .regex(let regex): return .function(.regex(regex))
        case .name(let name): return try lookup(name, in: input)
        case .wildcard: return try wildcard(input)
        case .descendants: return try descendants(input)
        case .parent(let label): return frame.lookup(label) ?? .undefined
        case .variable(let name): return variable(name, input, frame)
        case .path(let path): return try walk(path, node, input, frame)
        case .negation(let operand): return try negation(operand, at: node, input, frame)
        case .binary(let symbol, let left, let right):
            return try binary(symbol, left, right, at: node.position, input, frame)
        case .and(let left, let right):
            return .bool(
                try isTrue(evaluate(left, input, frame)) && isTrue(evaluate(right, input, frame))
            )
        case .or(let left, let right):
            return .bool(
                try isTrue(evaluate(left, input, frame)) || isTrue(evaluate(right, input, frame))
            )
        case .array(let elements): return try array(elements, node, input, frame)
        case .object(let group): return try grouped(input, group, frame)
        case .block(let nodes): return try block(nodes, input, frame)
        case .bind(let name, let right):
            let value = try evaluate(right, input, frame)
            frame.bind(name, value)
            return value
        case .condition(let condition, let then, let otherwise):
            if try isTrue(evaluate(condition, input, frame)) { return try evaluate(then, input, frame) }
            return try otherwise.map { try evaluate($0, input, frame) } ?? .undefined
        case .fallback(let left, let right):
            let value = try evaluate(left, input, frame)
            return try isTrue(value) ? value : evaluate(right, input, frame)
        case .coalesce(let left, let right):
            let value = try evaluate(left, input, frame)
            return try value.isUndefined ? evaluate(right, input, frame) : value
        case .call(let procedure, let arguments):
            return try call(procedure, arguments, at: node, input, frame)
        case .partial(let procedure, let arguments):
            return try partial(procedure, arguments, at: node, input, frame)
        case .lambda(let lambda):
            capture(frame)
            return .function(.closure(Closure(lambda, input: input, frame: frame)))
        case .transform(let transform):
            capture(frame)
            return .function(.transform(Transformation(transform, frame: frame)))
        case .apply(let left, let right): return try application(left, right, input, frame)
        case .sort(let terms): return try sorted(input.elements, terms, frame)
        }
    }

    private func variable(_ name: String, _ input: Value, _ frame: Frame) -> Value {
        if name.isEmpty {
            if case .array(let array) = input, array.flags.contains(.wrapsInput) { return array[0] }
            return input
        }
        if let value = frame.lookup(name) { return value }
        return library[name].map { .function(.native($0)) } ?? .undefined
    }

    private func block(_ nodes: [Node], _ input: Value, _ frame: Frame) throws -> Value {
        let inner = Frame(parent: frame)
        var result = Value.undefined
        for node in nodes { result = try evaluate(node, input, inner) }
        return result
    }

    private func negation(_ operand: Node, at node: Node, _ input: Value, _ frame: Frame) throws -> Value {
        switch try evaluate(operand, input, frame) {
        case .undefined: return .undefined
        case .number(let value): return .number(-value)
        case let other: throw JSONata.EvaluationError("D1002", at: node.position, token: "-", value: other)
        }
    }
}
