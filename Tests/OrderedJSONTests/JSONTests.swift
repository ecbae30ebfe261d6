// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        #"{"b":1,"a":[true,false,null],"":{}}"#,
        #"[1,1.0,1e3,-0,0.1,12345678901234567890,9007199254740993]"#,
        #""a/b \"q\" \\ \n\t\u0001 é 😀""#,
        "[]",
    ])
    func roundTripKeepsOrderAndLiterals(_ text: String) throws {
        #expect(try JSONValue(parsing: text).serialized() == text)
    }

    @Test func prettyLayoutIndentsByTwo() throws {
        let value: JSONValue = ["a": [1, [:]], "b": []]
        #expect(
            value.serialized(.pretty) == """
                {
                  "a": [
                    1,
                    {}
                  ],
                  "b": []
                }
                """
        )
    }

    @Test(arguments: [
        (#"{"a":1,"a":2}"#, #"duplicate member "a" at line 1, column 8"#),
        ("[1,\n 2,]", "unexpected ']' at line 2, column 4"),
        ("[01]", "a number may not start with a zero at line 1, column 2"),
        ("[1.]", "malformed number at line 1, column 2"),
        ("[1e999]", "a number is out of range at line 1, column 2"),
        ("\"abc", "unterminated string at line 1, column 1"),
        ("{\"a\" 1}", "expected ':' after a member name, found '1' at line 1, column 6"),
        ("", "unexpected end of text at line 1, column 1"),
        ("1 2", "unexpected '2' after the document at line 1, column 3"),
        ("nul", "unexpected 'n' at line 1, column 1"),
    ])
    func malformedTextIsRefusedWithItsPlace(_ text: String, _ message: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func invalidUTF8IsRefused() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22] as [UInt8]) }
    }

    @Test func deepNestingIsRefusedAndDoesNotOverflowTheStack() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test func surrogatePairsAreJoinedAndLoneOnesReplaced() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00""#) == "😀")
        #expect(try JSONValue(parsing: #""\ud83dx""#) == "\u{FFFD}x")
    }

    @Test func numbersAreEqualByValueAndKeepTheirLiterals() throws {
        let one = try #require(JSONNumber(literal: "1.0"))
        #expect(one == JSONNumber(1))
        #expect(one.hashValue == JSONNumber(1).hashValue)
        #expect(one.literal == "1.0")
        #expect(!one.isIntegerLiteral)
        #expect(JSONNumber(9_007_199_254_740_993) != JSONNumber(9_007_199_254_740_992.0))
    }

    @Test func equivalenceIgnoresMemberOrderOnly() {
        let left: JSONValue = ["a": 1, "b": [1, 2]]
        #expect(left.isEquivalent(to: ["b": [1, 2], "a": 1.0]))
        #expect(left != ["b": [1, 2], "a": 1])
        #expect(!left.isEquivalent(to: ["b": [2, 1], "a": 1]))
    }

    @Test(arguments: [
        (JSONPointer().appending("a").appending(1), "2:8"),
        (JSONPointer().appending("a"), "2:4"),
        (JSONPointer().appending("b").appending("c"), "3:12"),
        (JSONPointer().appending("b").appending("missing"), "3:6"),
        (JSONPointer(), "1:1"),
    ])
    func locateFindsTheValueOrItsNearestParent(_ pointer: JSONPointer, _ place: String) {
        let text = """
            {"a":
               [1, {"c": 0}],
             "b":{"c": true}}
            """
        #expect(locate(pointer, in: text)?.description == place)
    }

    @Test func pointerEscapesSlashAndTilde() {
        #expect(JSONPointer().appending("a/b~c").appending(0).description == "/a~1b~0c/0")
    }
}
