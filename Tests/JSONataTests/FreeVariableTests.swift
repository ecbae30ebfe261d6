// SPDX-License-Identifier: Apache-2.0

import JSONata
import Testing

/// What an expression must be given from outside.
@Suite struct FreeVariableTests {
    @Test(
        arguments: [
            ("$a + $.b + $$.c", ["a"]),
            ("'$a' & \"$b\" & `$c` & /\\$d/ /* $e */", []),
            ("$uppercase($a) ~> $trim", ["a"]),
            ("$map($list, function($v, $i) { $v + $i + $bias })", ["list", "bias"]),
            ("($x := $y; $x + $y)", ["y"]),
            ("$x + ($x := 1; $x)", ["x"]),
            ("($f := function($n) { $n < 2 ? 1 : $n * $f($n - 1) }; $f($m))", ["m"]),
            ("orders@$o.lines#$i[$i < $limit].($o & $i)", ["limit"]),
            ("orders#$i.$i ~> $sum", []),
            ("(orders@$o.id) & $o", ["o"]),
            ("items{ $key: $sum(price) }^(>$order)", ["key", "order"]),
            ("$filter(?, $keep)", ["keep"]),
            ("payload ~> |lines|{'total': $rate}, $drop|", ["rate", "drop"]),
            ("[$first..$last][0] ?: $other ?? $none", ["first", "last", "other", "none"]),
        ] as [(String, Set<String>)]
    )
    func areThoseThatTheExpressionDoesNotBind(_ expression: String, _ expected: Set<String>) throws {
        #expect(try JSONata.Expression(parsing: expression).freeVariables == expected)
    }

    @Test func areFoundHoweverDeepTheyAre() async throws {
        let nested = String(repeating: "(", count: 400) + "$a" + String(repeating: ")", count: 400)
        // A concurrency thread has the smallest stack.
        let found = try await Task.detached { try JSONata.Expression(parsing: nested).freeVariables }.value
        #expect(found == ["a"])
    }

    @Test func aFunctionThatIsHandedOnLooksLikeOne() throws {
        #expect(try JSONata.Expression(parsing: "$map($list, $uppercase)").freeVariables == ["list", "uppercase"])
        #expect(JSONata.Dialect.stepFunctions.functionNames.contains("uppercase"))
    }
}
