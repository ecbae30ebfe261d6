// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON
import Testing

@Suite("Limits")
struct LimitTests {
    private static let environment = JSONata.Environment(limits: JSONata.Limits(steps: 300_000))

    @Test(arguments: [
        "($f := function($n) { 1 + $f($n + 1) }; $f(0))",
        "($f := function() { $f() }; $f())",
        "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a+)+$/)",
        "$reduce([1..100000], function($a, $v) { {'a': $a} }, {})",
        "$reduce([1..100000], function($a, $v) { [[$a]] }, [])",
        "$reduce([1..100], function($a, $v) { $a & $a }, 'ab')",
        "$reduce([1..100], function($a, $v) { [$a, $a] }, 1)",
        "$pad('x', 1e300)",
        "$sum([1..9999999])",
        "[1..1000].[1..1000].$",
    ])
    func endsWithTheReferencesError(_ expression: String) throws {
        let error = try #require(throws: JSONata.EvaluationError.self) {
            try evaluate(expression, in: Self.environment)
        }
        #expect(error.code == "U1001", "\(error)")
    }

    @Test func recursesDeeplyOnAStackOfItsOwn() async throws {
        let expression = "($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(2500))"
        // A task runs on a thread of Swift's pool, whose stack is small.
        let result = try await Task.detached { try evaluate(expression) }.value
        #expect(result == 2500)
    }

    @Test func makesTailCallsWithoutStack() throws {
        #expect(try evaluate("($f := function($n) { $n = 0 ? 'done' : $f($n - 1) }; $f(100000))") == "done")
    }

    @Test(arguments: ["(", "[", "-", "{'a':", "$f(", "1+", "a."])
    func refusesDeepNesting(_ opening: String) throws {
        let error = try #require(throws: JSONata.SyntaxError.self) {
            try JSONata.Expression(parsing: String(repeating: opening, count: 20_000))
        }
        #expect(["U1001", "S0207"].contains(error.code))
    }

    @Test func stopsAtTheTimeGiven() throws {
        let limits = JSONata.Limits(steps: .max, duration: .milliseconds(50))
        let error = try #require(throws: JSONata.EvaluationError.self) {
            try evaluate("($f := function() { $f() }; $f())", in: JSONata.Environment(limits: limits))
        }
        #expect(error.message == "Expression evaluation timeout: Check for infinite loop")
    }
}
