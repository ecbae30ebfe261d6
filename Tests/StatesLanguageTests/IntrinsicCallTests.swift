// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct IntrinsicCallTests {
    @Test func callNestsAndTakesEveryKindOfArgument() throws {
        let text =
            "States.Array('it\\'s', $.a['x,y)'], -1.5, true, null, States.ArrayLength($$.Map.Items[?(@.a == ')')]))"
        let call = try IntrinsicCall(parsing: text)
        #expect(call.text == text)
        #expect(call.function == .array)
        let path = try JSONPathExpression(parsing: "$.a['x,y)']")
        let inner = try IntrinsicCall(parsing: "States.ArrayLength($$.Map.Items[?(@.a == ')')])")
        #expect(
            call.arguments == [
                .string(IntrinsicString(raw: "it\\'s")), .path(path), .value(-1.5), .value(true), .value(nil),
                .call(inner),
            ]
        )
    }

    @Test(arguments: [
        (#"a\'b"#, "a'b"), (#"\{\}"#, "{}"), (#"\\"#, #"\"#), (#"\n"#, #"\n"#), ("{}", "{}"), ("", ""),
    ])
    func escapesStandForTheCharacterBehind(_ raw: String, _ value: String) {
        #expect(IntrinsicString(raw: raw).value == value)
    }

    @Test(arguments: IntrinsicFunction.allCases)
    func everyFunctionKnowsItsArity(_ function: IntrinsicFunction) throws {
        let arity = function.arity
        func call(_ count: Int) -> String {
            "\(function.rawValue)(\(Array(repeating: "$.a", count: count).joined(separator: ",")))"
        }
        #expect(try IntrinsicCall(parsing: call(arity.lowerBound)).function == function)
        if arity.lowerBound > 0 {
            #expect(throws: ExpressionSyntaxError.self) { try IntrinsicCall(parsing: call(arity.lowerBound - 1)) }
        }
        if arity.upperBound < 9 {
            #expect(throws: ExpressionSyntaxError.self) { try IntrinsicCall(parsing: call(arity.upperBound + 1)) }
        }
    }

    @Test(arguments: [
        ("States.Xyz($.a)", "unknown intrinsic function 'States.Xyz' at character 1"),
        (" States.UUID()", "expected an intrinsic function, found ' ' at character 1"),
        ("States.UUID", "expected '(', found end of text at character 12"),
        ("States.UUID() ", "unexpected ' ' at character 14"),
        ("States.Hash($.a)", "States.Hash takes 2 arguments, found 1 at character 1"),
        ("States.MathRandom(1)", "States.MathRandom takes 2 to 3 arguments, found 1 at character 1"),
        ("States.Format()", "States.Format takes at least 1 arguments, found 0 at character 1"),
        ("States.Array('a)", "unterminated string at character 17"),
        ("States.Array(1 2)", "expected ')', found '2' at character 16"),
        ("States.Array(1,)", "expected an intrinsic function, found ')' at character 16"),
        ("States.Array(\"a\")", "expected an intrinsic function, found '\"' at character 14"),
    ])
    func malformedCallsAreRefusedWithTheirPlace(_ text: String, _ message: String) {
        let error = #expect(throws: ExpressionSyntaxError.self) { try IntrinsicCall(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func callsNestTenDeep() {
        func nested(_ depth: Int) -> String {
            depth == 0 ? "1" : "States.Array(\(nested(depth - 1)))"
        }
        #expect(throws: Never.self) { try IntrinsicCall(parsing: nested(10)) }
        #expect(throws: ExpressionSyntaxError.self) { try IntrinsicCall(parsing: nested(11)) }
    }

    @Test func templateKeepsLiteralsAndCompilesTheRest() throws {
        let template = try PayloadTemplate(["a": [1, ["b.$": "$.c"]], "d": "$.e", "f": [2]])
        let path = try JSONPathExpression(parsing: "$.c")
        #expect(
            template
                == .object([
                    PayloadTemplate.Member(
                        name: "a",
                        value: .array([
                            .literal(1),
                            .object([PayloadTemplate.Member(name: "b", value: .expression(.path(path)))]),
                        ])
                    ),
                    PayloadTemplate.Member(name: "d", value: .literal("$.e")),
                    PayloadTemplate.Member(name: "f", value: .literal([2])),
                ])
        )
    }

    @Test func templateNamesEveryWrongMember() {
        let errors = PayloadTemplate.errors(in: ["a.$": 1, "b": [["c.$": "x"]], "d.$": "$.ok"])
        #expect(errors.map(\.name) == ["a.$", "c.$"])
        #expect(errors.map(\.pointer.description) == ["", "/b/0"])
    }
}
