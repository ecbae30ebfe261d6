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
            ("4512211084.365845 & ''", "4512211084.36584"), ("12345678901234.25 & ''", "12345678901234.3"),
            ("$number('0x1ffffffffffffffff') = 36893488147419103232", true),
            ("$substring('Hello', -0.5)", "Hello"), ("$substring('Hello World', -1.5)", "d"),
            ("$substring('Hello World', -4.5, 2)", "o"),
            ("$spread([{'a': 1}])", [["a": 1]]), ("$spread({'a': 1})", ["a": 1]),
            ("{'a': [1]}.*", [1]), ("{'a': 1}.*", 1), ("lines[[1, 0, 1]].sku", ["a", "b", "b"]),
            ("lines{'n': count}#$i", ["n": [2, 4]]), ("$toMillis('2017-11-07T24:00:00Z')", 1_510_099_200_000),
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
        ("uppercase('a')", "T1005", "Attempted to invoke a non-function. Did you mean $uppercase?", 10),
        ("$error('')", "D3137", "$error() function evaluated", 7),
        ("$decodeUrl('%+f')", "D3140", #"Malformed URL passed to $decodeUrl(): "%+f""#, 11),
        (
            "$toMillis('2017-11-07T24:00:01Z')", "D3110",
            "The argument of the toMillis function must be an ISO 8601 formatted timestamp. "
                + #"Given "2017-11-07T24:00:01Z""#, 10
        ),
        (
            "$contains('a', function($s) { 5 })", "T1010",
            #"The matcher function argument passed to function "contains" does not return the correct object structure"#,
            10
        ),
    ])
    func saysWhereAndWhy(_ expression: String, _ code: String, _ message: String, _ position: Int) throws {
        let error = try #require(throws: JSONata.EvaluationError.self) { try evaluate(expression) }
        #expect(error.code == code)
        #expect(error.message == message)
        #expect(error.position == position)
    }

    @Test(arguments: [
        ("a.(b", #"S0203: Expected ")" before end of expression"#),
        ("(", #"S0203: Expected ")" before end of expression"#),
        ("[1,", #"S0203: Expected "]" before end of expression"#),
        (#"{"a":"#, #"S0203: Expected "}" before end of expression"#),
        ("1 +", "S0207: Unexpected end of expression"), ("", "S0207: Unexpected end of expression"),
    ])
    func saysWhatIsNoExpression(_ expression: String, _ problem: String) throws {
        let error = try #require(throws: JSONata.SyntaxError.self) { try JSONata.Expression(parsing: expression) }
        #expect(error.description == problem)
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
