// SPDX-License-Identifier: Apache-2.0

extension ExpressionScanner {
    /// Reads a path; in an argument list it ends with a comma, a parenthesis or a blank.
    mutating func path(inExpression: Bool = false) throws(ExpressionSyntaxError) -> JSONPathExpression {
        let start = index
        let root = try root(inExpression: inExpression)
        var steps: [JSONPathExpression.Step] = []
        while let scalar = peek, scalar == "." || scalar == "[" {
            steps.append(try step(inExpression: inExpression))
        }
        return JSONPathExpression(text: text(from: start), root: root, steps: steps)
    }

    private mutating func root(inExpression: Bool) throws(ExpressionSyntaxError) -> JSONPathExpression.Root {
        if inExpression, take("@") { return .item }
        guard take("$") else { throw error("a path starts with '$', found \(here)") }
        if take("$") { return .context }
        let name = read { $0.properties.isIDContinue }
        guard let first = name.unicodeScalars.first else { return .input }
        guard first.properties.isIDStart || first == "_" else { throw error("a variable's name may not start so") }
        return .variable(name)
    }

    private mutating func step(inExpression: Bool) throws(ExpressionSyntaxError) -> JSONPathExpression.Step {
        let isRecursive = take("..")
        if !isRecursive { _ = take(".") }
        let selector =
            if peek == "[" {
                try bracket()
            } else if take("*") {
                JSONPathExpression.Selector.wildcard
            } else {
                JSONPathExpression.Selector.names([try name(inExpression: inExpression)])
            }
        return JSONPathExpression.Step(selector: selector, isRecursive: isRecursive)
    }

    /// A name after a dot.
    ///
    /// Names with blanks, quotes and the like need brackets.
    private mutating func name(inExpression: Bool) throws(ExpressionSyntaxError) -> String {
        let excluded = inExpression ? ".[]*'\"(),=<>!&|" : ".[]*'\""
        let name = read { !excluded.unicodeScalars.contains($0) && !$0.properties.isWhitespace }
        guard !name.isEmpty else { throw error("expected a name, found \(here)") }
        return name
    }

    private mutating func bracket() throws(ExpressionSyntaxError) -> JSONPathExpression.Selector {
        try expect("[")
        skipBlanks()
        let selector = try bracketContent()
        skipBlanks()
        try expect("]")
        return selector
    }

    private mutating func bracketContent() throws(ExpressionSyntaxError) -> JSONPathExpression.Selector {
        switch peek {
        case "*":
            try expect("*")
            return .wildcard
        case "?":
            try expect("?")
            return .filter(try nested { scanner throws(ExpressionSyntaxError) in try scanner.parenthesizedFilter() })
        case Unicode.Scalar.singleQuote, Unicode.Scalar.doubleQuote:
            return .names(try list { scanner throws(ExpressionSyntaxError) in try scanner.quoted() })
        default:
            return try indexesOrSlice()
        }
    }

    private mutating func indexesOrSlice() throws(ExpressionSyntaxError) -> JSONPathExpression.Selector {
        let first = peek == ":" ? nil : try integer()
        skipBlanks()
        if take(":") {
            let end = try optionalInteger()
            let step = take(":") ? try optionalInteger() : nil
            return .slice(start: first, end: end, step: step)
        }
        var indexes = [first].compactMap { $0 }
        while take(",") {
            skipBlanks()
            indexes.append(try integer())
            skipBlanks()
        }
        return .indexes(indexes)
    }

    private mutating func optionalInteger() throws(ExpressionSyntaxError) -> Int? {
        skipBlanks()
        guard let scalar = peek, scalar != "]", scalar != ":" else { return nil }
        let value = try integer()
        skipBlanks()
        return value
    }

    private mutating func list<Element>(
        _ element: (inout ExpressionScanner) throws(ExpressionSyntaxError) -> Element
    ) throws(ExpressionSyntaxError) -> [Element] {
        var elements = [try element(&self)]
        skipBlanks()
        while take(",") {
            skipBlanks()
            elements.append(try element(&self))
            skipBlanks()
        }
        return elements
    }

    /// A string in single or double quotes; a backslash takes the next character as it is.
    mutating func quoted() throws(ExpressionSyntaxError) -> String {
        guard let quote = peek, quote == .singleQuote || quote == .doubleQuote else {
            throw error("expected a quoted name, found \(here)")
        }
        _ = read(count: 1)
        var text = String.UnicodeScalarView()
        while let scalar = peek {
            _ = read(count: 1)
            if scalar == quote { return String(text) }
            if scalar == .backslash, let escaped = peek {
                _ = read(count: 1)
                text.append(escaped)
            } else {
                text.append(scalar)
            }
        }
        throw error("unterminated string")
    }

    /// Reads that many scalars, as far as there are.
    mutating func read(count: Int) -> String {
        var left = count
        return read { _ in
            left -= 1
            return left >= 0
        }
    }
}
