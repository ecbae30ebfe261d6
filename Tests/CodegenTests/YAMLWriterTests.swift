// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import Testing

@testable import Codegen

/// YAML text of small documents.
@Suite struct YAMLWriterTests {
    @Test(
        arguments: [
            (["A": "b", "C": 1, "D": true, "E": nil], "A: b\nC: 1\nD: true\nE: null\n"),
            (["A": .ref("Topic")], "A: !Ref Topic\n"),
            (["A": .getAtt("Queue", "Arn")], "A: !GetAtt Queue.Arn\n"),
            (["A": .sub("x-${Topic}")], "A: !Sub x-${Topic}\n"),
            (["A": .sub("{\n}\n")], "A: !Sub |\n  {\n  }\n"),
            (["A": "one\ntwo"], "A: |-\n  one\n  two\n"),
            (["A": ["b", .ref("C")]], "A: [b, !Ref C]\n"),
            (["A": ["b,c", "{d}"]], "A: [\"b,c\", \"{d}\"]\n"),
            (["A": [["B": 1, "C": 2]]], "A:\n  - B: 1\n    C: 2\n"),
            (["A": [["B": [["C": 1]]]]], "A:\n  - B:\n      - {C: 1}\n"),
            (["A": .given("Lit", "x")], "A: !If [Lit, x, !Ref AWS::NoValue]\n"),
            (["A": .if("Lit", ["B": 1], "x")], "A: !If\n  - Lit\n  - B: 1\n  - x\n"),
            (
                ["A": ["B": ["C": ["D": ["E": "x", "F": .sub("${G}"), "H": ["I": [1, "j,k"]]]]]]],
                "A:\n  B:\n    C:\n      D: {E: x, F: !Sub \"${G}\", H: {I: [1, \"j,k\"]}}\n"
            ),
            (["A": [:], "B": []], "A: {}\nB: []\n"),
            (["aws:x/y": 1], "aws:x/y: 1\n"),
        ] as [(JSONValue, String)]
    )
    func isWritten(_ document: JSONValue, _ yaml: String) {
        #expect(YAMLWriter.write(document) == yaml)
    }

    @Test(arguments: [
        ("plain words", "plain words"), ("yes", #""yes""#), ("No", #""No""#), ("true", #""true""#), ("12", #""12""#),
        ("2012-10-17", #""2012-10-17""#), ("", #""""#), ("*", #""*""#), ("a: b", #""a: b""#), ("a #b", #""a #b""#),
        ("a:", #""a:""#), ("!x", #""!x""#), (#"say "x""#, #""say \"x\"""#), ("ä", #""ä""#), ("a ", #""a ""#),
    ])
    func quotesWhereYAMLWouldReadSomethingElse(_ text: String, _ yaml: String) {
        #expect(YAMLScalar.text(for: text) == yaml)
    }
}
