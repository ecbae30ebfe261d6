// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON
import Synchronization

/// Why a JSONata expression cannot be parsed or evaluated.
struct JSONataProblem: Error, Hashable {
    let message: String
}

/// A JSONata expression of a definition, parsed once.
struct CompiledJSONata: Sendable {
    /// The expression between the delimiters, without the blanks around it.
    let source: String
    private let expression: JSONata.Expression
    /// Whether the expression can see the reserved variable; making it costs more than most expressions.
    private let usesStates: Bool

    /// - Throws: ``JSONataProblem`` with the place in the expression.
    init(_ source: String) throws(JSONataProblem) {
        let trimmed = source.trimmingBlanks
        self.source = trimmed
        usesStates = trimmed.contains("$states")
        do {
            expression = try JSONata.Expression(parsing: trimmed)
        } catch {
            throw JSONataProblem(message: error.description)
        }
    }

    /// The result; nil when it is undefined.
    ///
    /// - Throws: ``JSONataProblem`` with code and message of the language.
    func evaluate(in scope: inout EvaluationScope) throws(JSONataProblem) -> JSONValue? {
        var bindings: [String: JSONValue] = [:]
        for (name, value) in scope.variables { bindings[name] = value }
        if usesStates { bindings["states"] = scope.statesBinding }
        let now = scope.now.millisecondsSinceEpoch
        let random = RandomSource(scope.generator)
        defer { scope.generator = random.generator }
        let environment = JSONata.Environment(
            dialect: .stepFunctions,
            now: { now },
            random: { random.next() }
        )
        do {
            return try expression.evaluate(nil, bindings: bindings, in: environment)
        } catch {
            throw JSONataProblem(message: error.description)
        }
    }
}

/// The seeded generator, as the closure that an evaluation draws from.
private final class RandomSource: Sendable {
    private let state: Mutex<SeededGenerator>

    init(_ generator: SeededGenerator) {
        state = Mutex(generator)
    }

    var generator: SeededGenerator { state.withLock { $0 } }

    func next() -> UInt64 {
        state.withLock { $0.next() }
    }
}

extension EvaluationScope {
    /// `$states`.
    fileprivate var statesBinding: JSONValue {
        var binding: JSONObject = ["input": states.input, "context": context.json]
        if let result = states.result { binding["result"] = result }
        if let errorOutput = states.errorOutput { binding["errorOutput"] = errorOutput }
        return .object(binding)
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let blanks: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        guard let first = firstIndex(where: { !blanks.contains($0) }),
            let last = lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(self[first...last])
    }
}
