// SPDX-License-Identifier: Apache-2.0

import JSONata
import OrderedJSON
import Testing

@Suite("Fuzzing")
struct FuzzTests {
    private static let seeds = [
        "Account.Order.Product[Price > 30].{ 'name': `Product Name`, 'total': Price * Quantity }",
        "($f := function($x, $y)<n-n:n> { $x > 1 ? $x * $f($x - 1, $y) : $y }; $f(5, 2))",
        "library.loans@$l.books@$b[$l.isbn = $b.isbn].{ 'title': $b.title, 'up': %.name }",
        "$replace('a1b2', /([a-z])(\\d)/, '$2$1') & $formatNumber(1234.5, '#,##0.00')",
        "$ ~> |a.b|{'c': [1..5]^(>$), 'd': $$#$i[0]}, ['e']| ~> $string(true)",
        "$toMillis('2018-03-27', '[Y1]-[M01]-[D01]') ~> $fromMillis('[FNn], [D1o] [MNn] [Y]', '+0100')",
        "**.Price[-1] ?? $map([1, 'x', null], $string)[] ?: $sift($, function($v, $k) { $k ~> /^A/i })",
    ]
    private static let pieces = [
        "(", ")", "[", "]", "{", "}", ".", "%", "@$x", "#$i", "^(", "$", "$$", "*", "**", "~>", "|", "?", ":", ":=",
        "..", "/a+/", "'s'", "1e9", "-", "null", "function($a){$a}", "$f(", "in", "and", ",", ";", "?:", "??", "<n:n>",
    ]
    private static let input: JSONValue = [
        "a": ["b": [["c": 1], ["c": 2]]], "Price": [1, 2, 3], "Account": ["Order": [["Product": [["Price": 34.5]]]]],
    ]

    @Test func survivesMutatedExpressions() throws {
        var generator = SeededGenerator(state: 20_260_101)
        let environment = JSONata.Environment(
            limits: JSONata.Limits(steps: 3000, depth: 400),
            now: { 0 },
            random: { 0 }
        )
        var evaluated = 0
        for round in 0..<4000 {
            let expression = Self.mutated(Self.seeds[round % Self.seeds.count], &generator)
            guard let parsed = try? JSONata.Expression(parsing: expression) else { continue }
            evaluated += 1
            do {
                _ = try parsed.evaluate(Self.input, in: environment)
            } catch {
                #expect(!error.message.isEmpty, "\(expression)")
                #expect(error.code.count == 5, "\(expression): \(error)")
            }
        }
        #expect(evaluated > 200)
    }

    private static func mutated(_ seed: String, _ generator: inout SeededGenerator) -> String {
        var letters = Array(seed)
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0..<max(letters.count, 1), using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0 where !letters.isEmpty: letters.remove(at: place)
            case 1:
                letters.insert(contentsOf: pieces.randomElement(using: &generator) ?? "", at: min(place, letters.count))
            default:
                let end = min(letters.count, place + Int.random(in: 1...12, using: &generator))
                letters += letters[min(place, end)..<end]
            }
        }
        return String(letters)
    }
}

/// Numbers that a seed decides, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
