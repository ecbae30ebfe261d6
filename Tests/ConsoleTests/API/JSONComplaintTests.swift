// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Console

/// What is wrong with a text, and where, as the parser behind Step Functions says it.
@Suite struct JSONComplaintTests {
    @Test(
        arguments: [
            ("{a:1}", "Unexpected character ('a' (code 97)): was expecting double-quote to start field name", 3),
            (
                #"{"a" 1}"#,
                "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value", 7
            ),
            (
                #"{"a":1 "b"}"#,
                "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries", 9
            ),
            (#"{"a":}"#, "Unexpected character ('}' (code 125)): expected a value", 7),
            (#"{"a":1,}"#, "Unexpected character ('}' (code 125)): was expecting double-quote to start field name", 9),
            (#"{"a"#, "Unexpected end-of-input in field name", 4),
            (#"{"a""#, "Unexpected end-of-input within/between Object entries", 5),
            (#"{"a":1,"#, "Unexpected end-of-input within/between Object entries", 8),
            ("[1,", "Unexpected end-of-input within/between Array entries", 4),
            (#"{"a":"x"#, "Unexpected end-of-input: was expecting closing quote for a string value", 8),
            (#"["\x"]"#, "Unrecognized character escape 'x' (code 120)", 5),
        ]
    )
    func namesTheProblemAndThePlaceBehindIt(_ text: String, _ problem: String, _ column: Int) throws {
        let complaint = try #require(JSONComplaint(about: text))
        #expect(complaint.problem == problem)
        #expect(complaint.place.hasSuffix("line: 1, column: \(column)]"), "\(complaint.place)")
    }

    @Test(
        arguments: [
            (#"{"a":1]"#, "']': expected '}' (for Object", 1), ("[1}", "'}': expected ']' (for Array", 1),
            ("}", "'}': expected ']' (for root", 0),
        ]
    )
    func namesWhatAWrongEndWouldHaveClosed(_ text: String, _ problem: String, _ start: Int) throws {
        let place = "[Source: (String)\"\(text)\"; line: 1, column: \(start)]"
        let complaint = try #require(JSONComplaint(about: text))
        #expect(complaint.problem == "Unexpected close marker \(problem) starting at \(place))")
    }
}
