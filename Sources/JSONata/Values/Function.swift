// SPDX-License-Identifier: Apache-2.0

/// Something that can be called.
enum Function {
    case native(NativeFunction)
    case closure(Closure)
    case partial(PartialApplication)
    case composition(Composition)
    case regex(Regex)
    case matcher(MatchIterator)
    case transform(Transformation)

    /// How many arguments it takes, which tells higher-order functions what to pass.
    var arity: Int {
        switch self {
        case .native(let function): function.arity
        case .closure(let closure): closure.lambda.parameters.count
        case .partial(let partial): partial.arguments.count { $0 == nil }
        case .composition, .transform: 1
        case .regex: 2
        case .matcher: 0
        }
    }

    /// How deep functions nest that are made of functions.
    var nesting: Int {
        switch self {
        case .partial(let partial): partial.nesting
        case .composition(let composition): composition.nesting
        default: 0
        }
    }
}

/// A function of the library or of the host.
final class NativeFunction: Sendable {
    typealias Body = @Sendable (_ call: Call) throws -> Value

    let name: String
    let signature: Signature?
    let arity: Int
    let body: Body

    init(_ name: String, _ signature: Signature?, arity: Int? = nil, _ body: @escaping Body) {
        self.name = name
        self.signature = signature
        self.arity = arity ?? signature?.parameters.count ?? 0
        self.body = body
    }
}

/// One call of a native function.
struct Call {
    /// The function's name, as it was called.
    let name: String
    /// The arguments, checked against the signature.
    let arguments: [Value]
    /// The context value at the call.
    let input: Value
    let frame: Frame
    let evaluation: Evaluation

    /// The argument at that place; undefined where there is none.
    subscript(_ index: Int) -> Value {
        index < arguments.count ? arguments[index] : .undefined
    }
}

/// A lambda with the variables that it sees.
final class Closure {
    let lambda: Lambda
    let input: Value
    let frame: Frame

    init(_ lambda: Lambda, input: Value, frame: Frame) {
        self.lambda = lambda
        self.input = input
        self.frame = frame
    }
}

/// A function of which some arguments are given; nil where one is left open.
final class PartialApplication {
    let function: Function
    let arguments: [Value?]
    let nesting: Int

    init(_ function: Function, _ arguments: [Value?]) {
        self.function = function
        self.arguments = arguments
        nesting = 1 + max(function.nesting, arguments.lazy.compactMap { $0?.nesting }.max() ?? 0)
    }
}

/// `first ~> second` of two functions.
final class Composition {
    let first: Function
    let second: Function
    let nesting: Int

    init(_ first: Function, _ second: Function) {
        self.first = first
        self.second = second
        nesting = 1 + max(first.nesting, second.nesting)
    }
}

/// The function that a regular expression's match gives for the match after it.
final class MatchIterator {
    let regex: Regex
    let text: [UInt16]
    let start: Int

    init(_ regex: Regex, _ text: [UInt16], from start: Int) {
        self.regex = regex
        self.text = text
        self.start = start
    }
}

/// `|pattern|update,delete|` with the variables that it sees.
final class Transformation {
    let transform: Transform
    let frame: Frame

    init(_ transform: Transform, frame: Frame) {
        self.transform = transform
        self.frame = frame
    }
}

/// The variables of a block or of a call.
final class Frame {
    private(set) var variables: [Variable]
    private(set) var parent: Frame?
    /// Whether a closure, or a value that outlives the block, holds this frame.
    var isCaptured = false

    init(parent: Frame?, variables: [Variable] = []) {
        self.parent = parent
        self.variables = variables
    }

    func bind(_ name: String, _ value: Value) {
        if let index = variables.firstIndex(where: { $0.name == name }) {
            variables[index].value = value
        } else {
            variables.append(Variable(name: name, value: value))
        }
    }

    /// What the name stands for here or in an enclosing frame.
    ///
    /// - Returns: nil where it is bound nowhere.
    func lookup(_ name: String) -> Value? {
        var frame: Frame? = self
        while let current = frame {
            if let variable = current.variables.first(where: { $0.name == name }) { return variable.value }
            frame = current.parent
        }
        return nil
    }

    /// Lets go of everything, so that closures which see themselves are freed.
    func dismantle() {
        variables = []
        parent = nil
    }
}
