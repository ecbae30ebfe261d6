// SPDX-License-Identifier: Apache-2.0

import OrderedJSON
import StatesLanguage
import Testing

@Suite struct PathTests {
    @Test func pathIsRootAndSteps() throws {
        let path = try JSONPathExpression(parsing: "$.a['b c'][0]..d[*][1:-1][-1,2]['x','y'].*")
        #expect(path.root == .input)
        #expect(
            path.steps.map(\.selector) == [
                .names(["a"]), .names(["b c"]), .indexes([0]), .names(["d"]), .wildcard,
                .slice(start: 1, end: -1, step: nil), .indexes([-1, 2]), .names(["x", "y"]), .wildcard,
            ]
        )
        #expect(path.steps.map(\.isRecursive) == [false, false, false, true, false, false, false, false, false])
        #expect(!path.isDefinite)
    }

    @Test(arguments: [
        ("$", JSONPathExpression.Root.input),
        ("$$", .context),
        ("$$.Execution.Id", .context),
        ("$count", .variable("count")),
        ("$count[0].a", .variable("count")),
        ("$.[0]", .input),
        ("$.delivery-partner", .input),
        ("$.list.length()", .input),
    ])
    func definitePathsKeepTextAndRoot(_ text: String, _ root: JSONPathExpression.Root) throws {
        let path = try JSONPathExpression(parsing: text)
        #expect(path.root == root)
        #expect(path.text == text)
        #expect(path.isDefinite)
    }

    @Test func filterBindsAndBeforeOr() throws {
        let path = try JSONPathExpression(parsing: "$.list[?(@.a > 1 && @.b == 'x' || !(@.c))].d")
        let a = try JSONPathFilter.Operand.path(#require(item("@.a")))
        let b = try JSONPathFilter.Operand.path(#require(item("@.b")))
        let c = try #require(item("@.c"))
        #expect(
            path.steps[1].selector
                == .filter(
                    .or([
                        .and([.comparison(a, .greater, .value(1)), .comparison(b, .equal, .value("x"))]),
                        .not(.exists(c)),
                    ])
                )
        )
    }

    private func item(_ text: String) -> JSONPathExpression? {
        let filter = try? JSONPathExpression(parsing: "$[?(\(text))]").steps.first?.selector
        guard case .filter(.exists(let path)) = filter else { return nil }
        return path
    }

    @Test(arguments: [
        "$[?(@.name =~ /^ami-.*/i)]", "$[?(@.state in ['a', 'b'])]", "$[?(@.n >= -1.5e3)]", "$[?(@.a == $.b)]",
        "$[?(@.tags anyof [\"x\"])]", "$..[?(@.a)]", "$[?((@.a || @.b) && @.c != null)]",
    ])
    func filtersOfEveryKindAreRead(_ text: String) throws {
        #expect(try !JSONPathExpression(parsing: text).isDefinite)
    }

    @Test(arguments: [
        ("", "a path starts with '$', found end of text at character 1"),
        ("a.b", "a path starts with '$', found 'a' at character 1"),
        ("$.", "expected a name, found end of text at character 3"),
        ("$.a.", "expected a name, found end of text at character 5"),
        ("$...a", "expected a name, found '.' at character 4"),
        ("$.a b", "unexpected ' ' at character 4"),
        ("$.a[", "expected an integer, found end of text at character 5"),
        ("$.a[]", "expected an integer, found ']' at character 5"),
        ("$.a['b", "unterminated string at character 7"),
        ("$.a[0", "expected ']', found end of text at character 6"),
        ("$.a[?(@.b]", "expected ')', found ']' at character 10"),
        ("$.a[?(1)]", "expected an operator, found ')' at character 8"),
        ("$.a[(@.length-1)]", "expected an integer, found '(' at character 5"),
        ("@.a", "a path starts with '$', found '@' at character 1"),
        ("$1a", "a variable's name may not start so at character 4"),
        ("States.UUID()", "a path starts with '$', found 'S' at character 1"),
    ])
    func malformedPathsAreRefusedWithTheirPlace(_ text: String, _ message: String) {
        let error = #expect(throws: ExpressionSyntaxError.self) { try JSONPathExpression(parsing: text) }
        #expect(error?.description == message)
    }

    @Test func nestingIsBounded() {
        let text = "$" + String(repeating: "[?(", count: 5_000)
        #expect(throws: ExpressionSyntaxError.self) { try JSONPathExpression(parsing: text) }
        let filter = "$[?(" + String(repeating: "!", count: 5_000)
        #expect(throws: ExpressionSyntaxError.self) { try JSONPathExpression(parsing: filter) }
    }

    @Test func referencePathMeansOnePlace() throws {
        let path = try ReferencePath(parsing: "$.a['b'][2]")
        #expect(path.components == [.member("a"), .member("b"), .element(2)])
    }

    @Test(arguments: ["$..a", "$.*", "$[0,1]", "$[1:2]", "$[?(@.a)]", "$['a','b']", "$[-1]"])
    func pathsToSeveralPlacesAreNoReferencePaths(_ text: String) {
        #expect(throws: ExpressionSyntaxError.self) { try ReferencePath(parsing: text) }
    }
}
