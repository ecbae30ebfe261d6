// SPDX-License-Identifier: Apache-2.0

import OrderedJSON

extension ExpressionScanner {
    mutating func parenthesizedFilter() throws(ExpressionSyntaxError) -> JSONPathFilter {
        skipBlanks()
        try expect("(")
        let filter = try nested { scanner throws(ExpressionSyntaxError) in try scanner.disjunction() }
        try expect(")")
        return filter
    }

    private mutating func disjunction() throws(ExpressionSyntaxError) -> JSONPathFilter {
        var filters = [try conjunction()]
        while take("||") { filters.append(try conjunction()) }
        return filters.count == 1 ? filters[0] : .or(filters)
    }

    private mutating func conjunction() throws(ExpressionSyntaxError) -> JSONPathFilter {
        var filters = [try term()]
        while take("&&") { filters.append(try term()) }
        return filters.count == 1 ? filters[0] : .and(filters)
    }

    private mutating func term() throws(ExpressionSyntaxError) -> JSONPathFilter {
        skipBlanks()
        defer { skipBlanks() }
        if peek == "(" { return try parenthesizedFilter() }
        if take("!") {
            return .not(try nested { scanner throws(ExpressionSyntaxError) in try scanner.term() })
        }
        let left = try operand()
        skipBlanks()
        guard let comparison = comparisonOperator() else {
            guard case .path(let path) = left else { throw error("expected an operator, found \(here)") }
            return .exists(path)
        }
        skipBlanks()
        return .comparison(left, comparison, try operand())
    }

    private mutating func comparisonOperator() -> JSONPathFilter.Operator? {
        // Longer operators first, so that `<=` is not read as `<`.
        let operators = JSONPathFilter.Operator.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
        return operators.first { take($0.rawValue) || take($0.rawValue.uppercased()) }
    }

    private mutating func operand() throws(ExpressionSyntaxError) -> JSONPathFilter.Operand {
        switch peek {
        case "@", "$":
            return .path(try nested { scanner throws(ExpressionSyntaxError) in try scanner.path(inExpression: true) })
        case "/":
            return try pattern()
        default:
            return .value(try literal())
        }
    }

    private mutating func pattern() throws(ExpressionSyntaxError) -> JSONPathFilter.Operand {
        try expect("/")
        var source = ""
        while let scalar = peek, scalar != "/" {
            source += read(count: scalar == .backslash ? 2 : 1)
        }
        try expect("/")
        let flags = read { $0.properties.isAlphabetic }
        return .pattern(source, flags: flags)
    }

    /// A literal of a filter: JSON, with single quotes allowed.
    private mutating func literal() throws(ExpressionSyntaxError) -> JSONValue {
        skipBlanks()
        switch peek {
        case Unicode.Scalar.singleQuote, Unicode.Scalar.doubleQuote: return .string(try quoted())
        case "[": return try nested { scanner throws(ExpressionSyntaxError) in try scanner.arrayLiteral() }
        default: break
        }
        if take("true") { return true }
        if take("false") { return false }
        if take("null") { return nil }
        return .number(try number())
    }

    private mutating func arrayLiteral() throws(ExpressionSyntaxError) -> JSONValue {
        try expect("[")
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try literal())
            skipBlanks()
        } while take(",")
        try expect("]")
        return .array(elements)
    }
}
