// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON
import Testing

@Suite("The library of Step Functions")
struct StepFunctionsTests {
    private static let environment = JSONata.Environment(dialect: .stepFunctions, random: { 0x0123_4567_89AB_CDEF })

    @Test(
        arguments: [
            ("$partition([1..5], 2)", [[1, 2], [3, 4], [5]]),
            ("$range(1, 9, 3)", [1, 4, 7]),
            ("$range(3, 1, -1)", [3, 2, 1]),
            ("$range(1, 9, 9)", 1),
            ("$hash('abc', 'MD5')", "900150983cd24fb0d6963f7d28e17f72"),
            ("$hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            ("$hash('abc', 'SHA-256')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "$hash('abc', 'SHA-384')",
                "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
            ),
            (
                "$hash('abc', 'SHA-512')",
                .string(
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
                )
            ),
            ("$uuid()", "01234567-89ab-4def-8123-456789abcdef"),
            ("$parse('{\"a\": [1]}').a", [1]),
            ("$random(7) = $random(7)", true),
            ("$random(7) = $random(8)", false),
        ] as [(String, JSONValue)]
    )
    func givesResult(_ expression: String, _ expected: JSONValue) throws {
        let result = try evaluate(expression, in: Self.environment)
        #expect(result?.isEquivalent(to: expected) == true, "\(expression) gave \(result?.description ?? "undefined")")
    }

    @Test func hasNoEval() throws {
        let error = try #require(throws: JSONata.EvaluationError.self) {
            try evaluate("$eval('1')", in: Self.environment)
        }
        #expect(error.code == "T1006")
        #expect(try evaluate("$eval('1')") == 1)
    }
}
