// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON
import Testing

/// Evaluates an expression against an input written as JSON.
func evaluate(
    _ expression: String,
    _ input: JSONValue? = nil,
    in environment: JSONata.Environment = JSONata.Environment()
) throws -> JSONValue? {
    try JSONata.Expression(parsing: expression).evaluate(input, in: environment)
}

@Suite("The language, apart from the published suite")
struct LanguageTests {
    private static let order: JSONValue = [
        "customer": "Ada", "lines": [["sku": "a", "price": 10, "count": 2], ["sku": "b", "price": 2.5, "count": 4]],
    ]

    @Test(
        arguments: [
            ("$sum(lines.(price * count))", 30),
            ("lines[price > 5].sku", "a"),
            ("lines[price > 5].sku[]", ["a"]),
            ("lines.{ sku: %.customer }", [["a": "Ada"], ["b": "Ada"]]),
            ("lines#$i.(sku & $i)", ["a0", "b1"]),
            ("lines^(>sku).sku", ["b", "a"]),
            ("lines{ sku: count }", ["a": 2, "b": 4]),
            ("missing ?? 'none'", "none"),
            ("customer ~> $uppercase ~> $length", 3),
            ("($f := function($x) { $x * 2 }; $map([1..3], $f))", [2, 4, 6]),
            ("($ ~> |lines|{'total': price * count}, ['price', 'count']|).lines.total", [20, 10]),
            ("$split('a1b22c', /[0-9]+/)", ["a", "b", "c"]),
            ("9007199254740993", 9_007_199_254_740_992),
            ("12345678901234567890 & ''", "12345678901234567000"),
            ("1.0", 1), ("0.1 + 0.2", 0.30000000000000004),
        ] as [(String, JSONValue)]
    )
    func givesResult(_ expression: String, _ expected: JSONValue) throws {
        let result = try #require(try evaluate(expression, Self.order))
        #expect(result.isEquivalent(to: expected), "\(expression) gave \(result)")
    }

    @Test func tellsUndefinedFromNull() throws {
        #expect(try evaluate("missing", ["a": nil]) == nil)
        #expect(try evaluate("a", ["a": nil]) == .null)
    }

    @Test func printsIntegralDoublesWithoutFraction() throws {
        #expect(try evaluate("[10 / 4 * 2, 1e21, -0.0]")?.serialized() == "[5,1e+21,0]")
    }

    @Test func keepsTheOrderOfMembers() throws {
        #expect(try evaluate("$merge([$, {'z': 1}])", ["b": 1, "a": 2])?.serialized() == #"{"b":1,"a":2,"z":1}"#)
    }

    @Test(arguments: [
        ("1 + 'a'", "T2002", #"The right side of the "+" operator must evaluate to a number"#, 3),
        ("$sum('a')", "T0412", #"Argument 1 of function "sum" must be an array of "numbers""#, 5),
        ("$missing()", "T1006", "Attempted to invoke a non-function", 9),
    ])
    func saysWhereAndWhy(_ expression: String, _ code: String, _ message: String, _ position: Int) throws {
        let error = try #require(throws: JSONata.EvaluationError.self) { try evaluate(expression) }
        #expect(error.code == code)
        #expect(error.message == message)
        #expect(error.position == position)
    }

    @Test func saysWhatIsNoExpression() throws {
        let error = try #require(throws: JSONata.SyntaxError.self) { try JSONata.Expression(parsing: "a.(b") }
        #expect(error.description == #"S0203: Expected ")" before end of expression"#)
    }

    @Test(arguments: [("{% a %}", true), ("{%a%} ", false), ("a", false), ("{%}", false), (" {% a %}", false)])
    func recognizesTemplatesAsAWhole(_ text: String, _ isTemplate: Bool) throws {
        #expect(try (JSONata.Expression(template: text) != nil) == isTemplate)
    }

    @Test func callsFunctionsOfTheHost() throws {
        let environment = JSONata.Environment(functions: ["double": { [.integer(2 * ($0[0]?.integer ?? 0))] }])
        #expect(try evaluate("$double(21)[0]", in: environment) == 42)
    }

    @Test func readsTheInjectedClockAndRandomNumbers() throws {
        let environment = JSONata.Environment(now: { 1_509_380_732_935 }, random: { 1 << 63 })
        #expect(
            try evaluate("[$now(), $millis(), $random()]", in: environment)?.serialized()
                == #"["2017-10-30T16:25:32.935Z",1509380732935,0.5]"#
        )
    }
}
