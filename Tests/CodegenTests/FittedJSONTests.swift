// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Codegen

/// JSON laid out for readers.
@Suite struct FittedJSONTests {
    @Test func standsOnOneLineWhereItFits() {
        #expect(FittedJSON.text(of: ["a": [1, 2], "b": [:]]) == "{\"a\": [1, 2], \"b\": {}}\n")
    }

    @Test func breaksWhatIsTooWide() throws {
        let long = String(repeating: "x", count: 60)
        let value: JSONValue = ["a": .string(long), "b": [.string(long), .string(long)], "c": nil]
        let text = FittedJSON.text(of: value)
        #expect(text.hasPrefix("{\n  \"a\": \"\(long)\",\n  \"b\": [\n    \"\(long)\",\n    \"\(long)\"\n  ],\n"))
        #expect(try JSONValue(parsing: text) == value)
    }
}
