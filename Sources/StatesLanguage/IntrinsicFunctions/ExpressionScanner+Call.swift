// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExpressionScanner {
    /// Reads a call that stands inside `depth - 1` others.
    mutating func call(depth: Int) throws(ExpressionSyntaxError) -> IntrinsicCall {
        guard depth <= IntrinsicCall.maximumDepth else {
            throw error("intrinsic functions nest at most \(IntrinsicCall.maximumDepth) deep")
        }
        let start = index
        let function = try function()
        let arguments = try arguments(depth: depth)
        guard function.arity.contains(arguments.count) else {
            throw ExpressionSyntaxError(problem: wrongCount(of: arguments.count, for: function), column: start + 1)
        }
        return IntrinsicCall(text: text(from: start), function: function, arguments: arguments)
    }

    private mutating func function() throws(ExpressionSyntaxError) -> IntrinsicFunction {
        let start = index
        let name = read { $0.properties.isIDContinue || $0 == "." }
        guard let function = IntrinsicFunction(rawValue: name) else {
            let problem =
                name.isEmpty ? "expected an intrinsic function, found \(here)" : "unknown intrinsic function '\(name)'"
            throw ExpressionSyntaxError(problem: problem, column: start + 1)
        }
        return function
    }

    private mutating func arguments(depth: Int) throws(ExpressionSyntaxError) -> [IntrinsicCall.Argument] {
        var arguments: [IntrinsicCall.Argument] = []
        try expect("(")
        skipBlanks()
        if take(")") { return arguments }
        repeat {
            skipBlanks()
            arguments.append(try argument(depth: depth))
            skipBlanks()
        } while take(",")
        try expect(")")
        return arguments
    }

    private mutating func argument(depth: Int) throws(ExpressionSyntaxError) -> IntrinsicCall.Argument {
        switch peek {
        case Unicode.Scalar.singleQuote: return .string(try singleQuoted())
        case "$": return .path(try path(inExpression: true))
        case .some(let scalar) where scalar == "-" || ("0"..."9").contains(scalar): return .value(.number(try number()))
        default: break
        }
        if take("true") { return .value(true) }
        if take("false") { return .value(false) }
        if take("null") { return .value(nil) }
        return .call(try call(depth: depth + 1))
    }

    private mutating func singleQuoted() throws(ExpressionSyntaxError) -> IntrinsicString {
        try expect("'")
        let start = index
        while let scalar = peek {
            if scalar == .singleQuote {
                let string = IntrinsicString(raw: text(from: start))
                try expect("'")
                return string
            }
            _ = read(count: scalar == .backslash ? 2 : 1)
        }
        throw error("unterminated string")
    }

    private func wrongCount(of count: Int, for function: IntrinsicFunction) -> String {
        let arity = function.arity
        let expected =
            if arity.upperBound == .max {
                "at least \(arity.lowerBound)"
            } else if arity.count == 1 {
                "\(arity.lowerBound)"
            } else {
                "\(arity.lowerBound) to \(arity.upperBound)"
            }
        return "\(function.rawValue) takes \(expected) arguments, found \(count)"
    }
}
